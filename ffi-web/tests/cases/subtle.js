// AES-GCM with any nonce, any tag and any key
for (const size of [16, 24, 32]) for (const length of [12, 13, 16, 60]) for (const tagLength of [32, 64, 96, 104, 112, 120, 128]) {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(size).fill(5), "AES-GCM", false, ["encrypt", "decrypt"]);
  const algorithm = { name: "AES-GCM", iv: new Uint8Array(length).fill(9), tagLength, additionalData: utf8("beside") };
  const sealed = await crypto.subtle.encrypt(algorithm, key, new Uint8Array(33).fill(1)), opened = await crypto.subtle.decrypt(algorithm, key, sealed);
  print(size, length, tagLength, hex(sealed), hex(opened) === "01".repeat(33));
}
//> 16 12 32 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a978 true
//> 16 12 64 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a9786cb3f221 true
//> 16 12 96 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a9786cb3f22116365a49 true
//> 16 12 104 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a9786cb3f22116365a495e true
//> 16 12 112 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a9786cb3f22116365a495e9b true
//> 16 12 120 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a9786cb3f22116365a495e9b5b true
//> 16 12 128 3f9532d664ac0f0d290aa461c7fd7149acaae5816ef1424998bdbfcb14ef7294bf6f50a9786cb3f22116365a495e9b5bc4 true
//> 16 13 32 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23 true
//> 16 13 64 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23298000f1 true
//> 16 13 96 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23298000f14d5374d6 true
//> 16 13 104 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23298000f14d5374d6fa true
//> 16 13 112 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23298000f14d5374d6fa35 true
//> 16 13 120 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23298000f14d5374d6fa35ac true
//> 16 13 128 7e29e04ead35851ac77d83b60359f83e07dd07e3c974534403e53a7a9b42b63d37e6a08f23298000f14d5374d6fa35acd1 true
//> 16 16 32 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab true
//> 16 16 64 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab4fee326d true
//> 16 16 96 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab4fee326d45896f85 true
//> 16 16 104 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab4fee326d45896f85d7 true
//> 16 16 112 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab4fee326d45896f85d705 true
//> 16 16 120 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab4fee326d45896f85d70545 true
//> 16 16 128 b20c489a16babc9e63b90690b396e71ffb7b4c46da5c7eee49c0b5e17331f4d40d83b6b8ab4fee326d45896f85d70545ff true
//> 16 60 32 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f12 true
//> 16 60 64 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f1239a2ab17 true
//> 16 60 96 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f1239a2ab17ae3a457a true
//> 16 60 104 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f1239a2ab17ae3a457aa9 true
//> 16 60 112 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f1239a2ab17ae3a457aa9aa true
//> 16 60 120 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f1239a2ab17ae3a457aa9aad8 true
//> 16 60 128 33aa560dc43718299e0b1175c1c7c308d85ee72bd1e59a5eed195672d58ed438a3ea909f1239a2ab17ae3a457aa9aad84a true
//> 24 12 32 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea157 true
//> 24 12 64 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea1579457c60a true
//> 24 12 96 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea1579457c60a2183a6ef true
//> 24 12 104 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea1579457c60a2183a6effc true
//> 24 12 112 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea1579457c60a2183a6effca5 true
//> 24 12 120 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea1579457c60a2183a6effca53e true
//> 24 12 128 ec753f017d9ce2afd313ab4f9dd7a125ff2e1bd7ede5ece3a65ec7b965851b932b3dfea1579457c60a2183a6effca53ebb true
//> 24 13 32 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c true
//> 24 13 64 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c4ee29647 true
//> 24 13 96 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c4ee29647015d7ac3 true
//> 24 13 104 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c4ee29647015d7ac33f true
//> 24 13 112 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c4ee29647015d7ac33f46 true
//> 24 13 120 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c4ee29647015d7ac33f4695 true
//> 24 13 128 39cf6873ac87015fe13db3e01ec823ec452d47faced7af6b31afcbad77a5ca5c10fe05ec9c4ee29647015d7ac33f46950a true
//> 24 16 32 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f2 true
//> 24 16 64 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f217215c62 true
//> 24 16 96 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f217215c6245a9ce31 true
//> 24 16 104 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f217215c6245a9ce317c true
//> 24 16 112 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f217215c6245a9ce317c4c true
//> 24 16 120 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f217215c6245a9ce317c4cf5 true
//> 24 16 128 a36a44584c350fb5f4b70f871be8d996f64a542204e7703c438adc0556d1513bbc9fd125f217215c6245a9ce317c4cf58d true
//> 24 60 32 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6af true
//> 24 60 64 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6afa9ab3714 true
//> 24 60 96 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6afa9ab371443a126d1 true
//> 24 60 104 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6afa9ab371443a126d1ed true
//> 24 60 112 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6afa9ab371443a126d1ede1 true
//> 24 60 120 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6afa9ab371443a126d1ede153 true
//> 24 60 128 3ef927ebebcefd4dd299803d9a668578c5dac90379292a419ff69c7d0ac6f8285276b6b6afa9ab371443a126d1ede15350 true
//> 32 12 32 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6 true
//> 32 12 64 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6796c7548 true
//> 32 12 96 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6796c7548a6fb46ae true
//> 32 12 104 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6796c7548a6fb46ae44 true
//> 32 12 112 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6796c7548a6fb46ae44a0 true
//> 32 12 120 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6796c7548a6fb46ae44a0ad true
//> 32 12 128 d28824b17ee67cddbe41972ff23cc78334dec419d4b4955bac974b8dccc83841ee65bc22b6796c7548a6fb46ae44a0ad1d true
//> 32 13 32 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7d true
//> 32 13 64 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7de8559224 true
//> 32 13 96 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7de85592243a459e38 true
//> 32 13 104 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7de85592243a459e38bc true
//> 32 13 112 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7de85592243a459e38bcb4 true
//> 32 13 120 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7de85592243a459e38bcb41f true
//> 32 13 128 2016148d32f64aa3c6955d3ee436adb40d64d13bf1474906a823e5504e238f1d83b5c23e7de85592243a459e38bcb41fae true
//> 32 16 32 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed true
//> 32 16 64 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed9e9da1e1 true
//> 32 16 96 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed9e9da1e1a860101c true
//> 32 16 104 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed9e9da1e1a860101c2e true
//> 32 16 112 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed9e9da1e1a860101c2ed7 true
//> 32 16 120 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed9e9da1e1a860101c2ed78c true
//> 32 16 128 e1ad66af10ccf41eeee20bed7e77ea017eb2f8e78b4cb974d850c6d8fe24f9243015d174ed9e9da1e1a860101c2ed78c8b true
//> 32 60 32 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71 true
//> 32 60 64 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71e2012d33 true
//> 32 60 96 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71e2012d33ff0e8a2c true
//> 32 60 104 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71e2012d33ff0e8a2c7d true
//> 32 60 112 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71e2012d33ff0e8a2c7df1 true
//> 32 60 120 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71e2012d33ff0e8a2c7df1eb true
//> 32 60 128 f6d9d670977a38a05e6d81eacc77d4e9f8ecf1d5383cbeb32312cc7570236963c4ed9bfc71e2012d33ff0e8a2c7df1eb4b true

// what AES-GCM refuses
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt", "decrypt"]), iv = new Uint8Array(12);
print(await rejected(crypto.subtle.encrypt({ name: "AES-GCM", iv, tagLength: 127 }, key, iv)), await rejected(crypto.subtle.encrypt({ name: "AES-GCM" }, key, iv)), await rejected(crypto.subtle.encrypt({ name: "AES-GCM", iv: "x" }, key, iv)), await rejected(crypto.subtle.encrypt("AES-GCM", key, iv)), await rejected(crypto.subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(16) }, key, iv)));
print(await rejected(crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, new Uint8Array(15))), await rejected(crypto.subtle.decrypt({ name: "AES-GCM", iv, tagLength: 32 }, key, new Uint8Array(4))), await rejected(crypto.subtle.encrypt({ name: "ECDSA", hash: "SHA-1" }, key, iv)), await rejected(crypto.subtle.encrypt({ name: "AES-GCM", iv }, {}, iv)), await rejected(crypto.subtle.encrypt({ name: "AES-GCM", iv }, key)));
//> DOMException/OperationError TypeError TypeError TypeError DOMException/InvalidAccessError
//> DOMException/OperationError DOMException/OperationError DOMException/NotSupportedError TypeError TypeError

// a tag length that does not fit its type
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt"]), iv = new Uint8Array(12);
print(await rejected(crypto.subtle.encrypt({ name: "AES-GCM", iv, tagLength: -1 }, key, iv)), await rejected(crypto.subtle.encrypt({ name: "AES-GCM", iv, tagLength: 256 }, key, iv)));
//> TypeError TypeError

// AES-CBC
for (const size of [16, 24, 32]) for (const length of [0, 1, 15, 16, 17, 64]) {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(size).fill(6), { name: "aes-cbc" }, true, ["encrypt", "decrypt"]), algorithm = { name: "AES-CBC", iv: new Uint8Array(16).fill(2) };
  const sealed = await crypto.subtle.encrypt(algorithm, key, new Uint8Array(length).fill(3)), opened = await crypto.subtle.decrypt(algorithm, key, sealed);
  print(size, length, hex(sealed), hex(opened) === "03".repeat(length));
}
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-CBC", true, ["encrypt", "decrypt"]), iv = new Uint8Array(16);
print(await rejected(crypto.subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(15) }, key, iv)), await rejected(crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, new Uint8Array(17))), await rejected(crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, new Uint8Array(32))), await rejected(crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, new Uint8Array(0))));
print((await crypto.subtle.exportKey("jwk", key)).alg, key.algorithm.name, key.algorithm.length, Object.keys(key.algorithm).sort());
//> 16 0 9f2a7ad28ab8b85de4e95a8ba51c670c true
//> 16 1 6b7f2a6eced268f66c5f75dcb23f8e71 true
//> 16 15 4d376745d060c9a5b24b41939e608eaa true
//> 16 16 91b2bf84c315c024d721cd0462ddb60ab76564db58a0c8eddc794a11c742e69b true
//> 16 17 91b2bf84c315c024d721cd0462ddb60aeec9e88ee62b678be8809565a67fd335 true
//> 16 64 91b2bf84c315c024d721cd0462ddb60ae3a5b0a6ddb84262f9a704dff447d74ca2075703a792647706a8d24d82338b8a985ba5b0650e16d6f4dcad520c97ecb18a5def192c8443b5851f5ff6df9d6065 true
//> 24 0 87ae6f736f76656dc0c50e851612d969 true
//> 24 1 e93759b99949631f6c093b9b0b9e149d true
//> 24 15 a52a9119a205ae0f256abeae9c4e3ea1 true
//> 24 16 9f985c1d9db044a92c834bad2c148e2999742ac5b05010548a9b0cf4e30e2138 true
//> 24 17 9f985c1d9db044a92c834bad2c148e296ccad12b502368e07fc3def8cf335f17 true
//> 24 64 9f985c1d9db044a92c834bad2c148e29d29b5e80a81840463a8d19015977647a6e17f2cf91872e85ee7439aa951b69e270b0cf23120e06fde3a010151b4378dc5269f1cc461e4eaa151d3818300341b1 true
//> 32 0 1cec3b1120acf978c3e61a114f666c54 true
//> 32 1 07fec387eb0aa1da6e00bd8e2817c96c true
//> 32 15 47e83c4c638d0fc69f0bd3073e68092d true
//> 32 16 6fbaf84a43025c3a5b127e02a12ec5fc7ab1c4615533820f97c76d519b6914a0 true
//> 32 17 6fbaf84a43025c3a5b127e02a12ec5fc6a10558c62f33f43bfa2453cda4e06d9 true
//> 32 64 6fbaf84a43025c3a5b127e02a12ec5fca7010d5e963d5dffb6c87b55e98317f06569df6b24110d4d397c384d1128c0b466abb3e3d74075ee56f2d4cb214583e11e810ad656faa12ad15b77fa26e7a220 true
//> DOMException/OperationError DOMException/OperationError DOMException/OperationError DOMException/OperationError
//> A128CBC AES-CBC 128 length,name

// AES-CTR
for (const size of [16, 24, 32]) for (const [length, last] of [[128, 0], [64, 255], [32, 255], [8, 250], [5, 31]]) {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(size).fill(7), "AES-CTR", true, ["encrypt", "decrypt"]), counter = new Uint8Array(16).fill(255); counter[15] = last;
  const sealed = await crypto.subtle.encrypt({ name: "AES-CTR", counter, length }, key, new Uint8Array(100).fill(4)); print(size, length, hex(sealed), hex(await crypto.subtle.decrypt({ name: "AES-CTR", counter, length }, key, sealed)) === "04".repeat(100));
}
const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-CTR", true, ["encrypt"]), counter = new Uint8Array(16), data = new Uint8Array(1);
print(await rejected(crypto.subtle.encrypt({ name: "AES-CTR", counter: data, length: 64 }, key, data)), await rejected(crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 0 }, key, data)), await rejected(crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 129 }, key, data)), await rejected(crypto.subtle.encrypt({ name: "AES-CTR", counter }, key, data)), await rejected(crypto.subtle.encrypt({ name: "AES-CTR", length: 1 }, key, data)));
print(await rejected(crypto.subtle.encrypt({ name: "AES-CTR", counter, length: 1 }, key, new Uint8Array(33))));
//> 16 128 4030c68560361817d3078744c96bcc4045eaf602e6ff5b7fddbdcc7cc98917a88aab5f59fb412a6a8612e7f4ecb50dc692b248aadc460aff2ca2c52534397ce6dfeca6f2f57fe924c8004da048fabceb32d07d6adf6cb99dd037ab0f486ebee45b574e2d true
//> 16 64 28eaf389b114dbc1b83721398f871b91cf0e917d773f9c7121511916a7c943657ea2c9f56c6172d5258a8817ff74f5e7df87a700498f4a8c06e31f2937dd7ce2c88c418b81cdb25e040ce0bb05fd6605b9d8d3c0b4331d65c843da369a782127cd11ac76 true
//> 16 32 28eaf389b114dbc1b83721398f871b91a58853b456954757d5b880b86f6ebdcb6fc00085ac301bf5584afc73cbc49b47765727caa460963a6a51ee1cb6c497ae92337e2b4d74dc53ce91c4a8e8059ee1d0d49ab050f6a319d6465e5edadcd76deb6aa1f2 true
//> 16 8 251ef246fbd3f458f469e18102ea10a9dd581d5559843b769362776cd499d9d33e616e302e3630ee9e6f2092cd7d97bff2769265389b41c0899331ada88a339f2d66bb61b5f02247290bd4413248577428eaf389b114dbc1b83721398f871b914030c685 true
//> 16 5 dbbe3883742da23ae31fb894f4418e164030c68560361817d3078744c96bcc4045eaf602e6ff5b7fddbdcc7cc98917a88aab5f59fb412a6a8612e7f4ecb50dc692b248aadc460aff2ca2c52534397ce6dfeca6f2f57fe924c8004da048fabceb32d07d6a true
//> 24 128 7c314ecbe35d17aeed2c085a86f1f93bd8af7e12139dc90fc1a2c6da66831c1051e177f06edf1f6906c83821f1d2f08f2aa1bc37e1a1ea10b9435facbeb3d2198efa8f5740abc481a20c7f6ad4de3e894310da45df3d5af29f5d89f2fce0e4b4bb05f4be true
//> 24 64 a9367bdc8302be90ec90d1cfcc8b9f06399950dcaa684e6b2287bc06d2ed964b6e5c8bc3fc5c41f4e0ecc7e2ae46560eb3672d74f8b667649922ef2a33b0098eacf3c7f22dcf3a1fbb277f0c5e95fb27d9df0d266876fefd40b0673814fd5347426210f2 true
//> 24 32 a9367bdc8302be90ec90d1cfcc8b9f0623b2135ccdc979c0f4f8f697080543c5b340299e119ab13301c68a8cabd2a79feb058979e53c94ee555ddaa7d144c16baeffd37418aa649a2a252e043d552f43f35edee5fa51569ebddfc17fa442bcb7aefb3204 true
//> 24 8 a3669151b520c8f6d0f2564c531295c9cf4428b4a19c9cc3067d7263f48bc2102f3ce4d51d1d6388a0602148013670d688f315b02c948c6ec1ee6a5d82c182f47487e43d469b6ee46ea0da41f2fb230ca9367bdc8302be90ec90d1cfcc8b9f067c314ecb true
//> 24 5 22c3f165a638d28b4284a1ac9f108a557c314ecbe35d17aeed2c085a86f1f93bd8af7e12139dc90fc1a2c6da66831c1051e177f06edf1f6906c83821f1d2f08f2aa1bc37e1a1ea10b9435facbeb3d2198efa8f5740abc481a20c7f6ad4de3e894310da45 true
//> 32 128 cab7d7d1029bc2d41e8910df50967563f617d6f89531ff8719431250606d3cf2c5239b99b575e27927b49b10a07224c78fd5d78ef677b21e5bdb79f23c60b1072b0860cb9ddae1c1fae3e8f376c3ddedcbda5de908ca764036d2f92fd5e75adc3a4fd473 true
//> 32 64 feb13c04d457b6e60a904d3d0167cb353056cec2f6dcdf6f27862c13d3b4c447102c6c973741446d32a68fbacf42af8474cab8553139ebf1047df5f89550377a9f7ab64afe14ff1c2d2ea6aebb3750b8266b851d6dde586869c4715a58e9901e9dcfab3a true
//> 32 32 feb13c04d457b6e60a904d3d0167cb350767b43a97602d4fb3a9cfc2dfe58b43322a6e95d8257fda46f90cc7401284d468453e1ac24870ef3befced4271560d2ed0f0be11676d67e2939ef2582fd65fc6f7ff0f516badd8cfe33c579517801cd0b2c7435 true
//> 32 8 eaaefb7c2426b7ab9b5847ffa61a74f126e876ea47c61ba9d161a845586d69ccf32caa721a23070054296bf4dc121e6369aabe88a4d37dbc82512238695b6e65706d9e2005b3ab5f728912bee5adbe16feb13c04d457b6e60a904d3d0167cb35cab7d7d1 true
//> 32 5 80b03fc5507bc6caad55c0602b7ca5d9cab7d7d1029bc2d41e8910df50967563f617d6f89531ff8719431250606d3cf2c5239b99b575e27927b49b10a07224c78fd5d78ef677b21e5bdb79f23c60b1072b0860cb9ddae1c1fae3e8f376c3ddedcbda5de9 true
//> DOMException/OperationError DOMException/OperationError DOMException/OperationError TypeError TypeError
//> DOMException/OperationError

// AES keys in their formats
for (const name of ["AES-CBC", "AES-CTR", "AES-GCM", "AES-KW"]) for (const length of [128, 192, 256]) {
  const usages = name === "AES-KW" ? ["wrapKey", "unwrapKey"] : ["encrypt", "decrypt", "wrapKey", "unwrapKey"], key = await crypto.subtle.generateKey({ name, length }, true, usages), jwk = await crypto.subtle.exportKey("jwk", key);
  print(name, jwk.alg, jwk.kty, jwk.k.length, jwk.key_ops, jwk.ext, (await crypto.subtle.exportKey("raw", key)).byteLength * 8, key.usages);
  const again = await crypto.subtle.importKey("jwk", jwk, name, true, usages); print(hex(await crypto.subtle.exportKey("raw", again)) === hex(await crypto.subtle.exportKey("raw", key)), await rejected(crypto.subtle.importKey("jwk", { ...jwk, alg: "A1" }, name, true, usages)), await rejected(crypto.subtle.importKey("jwk", { ...jwk, kty: "EC" }, name, true, usages)), await rejected(crypto.subtle.importKey("jwk", { ...jwk, key_ops: ["sign"] }, name, true, usages)), await rejected(crypto.subtle.importKey("jwk", { ...jwk, ext: false }, name, true, usages)), await rejected(crypto.subtle.importKey("jwk", { ...jwk, use: "sig" }, name, true, usages)));
}
print(await rejected(crypto.subtle.generateKey({ name: "AES-CBC", length: 100 }, true, ["encrypt"])), await rejected(crypto.subtle.generateKey({ name: "AES-CBC" }, true, ["encrypt"])), await rejected(crypto.subtle.generateKey({ name: "AES-KW", length: 128 }, true, ["encrypt"])), await rejected(crypto.subtle.generateKey({ name: "AES-CBC", length: 128 }, true, [])));
print(await rejected(crypto.subtle.importKey("spki", new Uint8Array(16), "AES-CBC", true, ["encrypt"])), await rejected(crypto.subtle.importKey("raw", {}, "AES-CBC", true, ["encrypt"])), await rejected(crypto.subtle.importKey("jwk", {}, "AES-CBC", true, ["encrypt"])));
//> AES-CBC A128CBC oct 22 encrypt,decrypt,wrapKey,unwrapKey true 128 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-CBC A192CBC oct 32 encrypt,decrypt,wrapKey,unwrapKey true 192 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-CBC A256CBC oct 43 encrypt,decrypt,wrapKey,unwrapKey true 256 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-CTR A128CTR oct 22 encrypt,decrypt,wrapKey,unwrapKey true 128 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-CTR A192CTR oct 32 encrypt,decrypt,wrapKey,unwrapKey true 192 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-CTR A256CTR oct 43 encrypt,decrypt,wrapKey,unwrapKey true 256 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-GCM A128GCM oct 22 encrypt,decrypt,wrapKey,unwrapKey true 128 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-GCM A192GCM oct 32 encrypt,decrypt,wrapKey,unwrapKey true 192 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-GCM A256GCM oct 43 encrypt,decrypt,wrapKey,unwrapKey true 256 encrypt,decrypt,wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-KW A128KW oct 22 wrapKey,unwrapKey true 128 wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-KW A192KW oct 32 wrapKey,unwrapKey true 192 wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> AES-KW A256KW oct 43 wrapKey,unwrapKey true 256 wrapKey,unwrapKey
//> true DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> DOMException/OperationError TypeError DOMException/SyntaxError DOMException/SyntaxError
//> DOMException/NotSupportedError TypeError DOMException/DataError

// the length of an HMAC key
for (const length of [8, 24, 160, 512]) { const key = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length }, true, ["sign"]); print(key.algorithm.length, (await crypto.subtle.exportKey("raw", key)).byteLength) }
print(await rejected(crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256", length: 0 }, true, ["sign"])), await rejected(crypto.subtle.generateKey({ name: "HMAC" }, true, ["sign"])), await rejected(crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-3" }, true, ["sign"])), await rejected(crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["encrypt"])));
const short = await crypto.subtle.importKey("raw", new Uint8Array(3), { name: "HMAC", hash: "SHA-1", length: 24 }, true, ["sign"]); print(short.algorithm.length, await rejected(crypto.subtle.importKey("raw", new Uint8Array(3), { name: "HMAC", hash: "SHA-1", length: 32 }, true, ["sign"])), await rejected(crypto.subtle.importKey("raw", new Uint8Array(0), { name: "HMAC", hash: "SHA-1" }, true, ["sign"])));
//> 8 1
//> 24 3
//> 160 20
//> 512 64
//> DOMException/OperationError TypeError DOMException/NotSupportedError DOMException/SyntaxError
//> 24 DOMException/DataError DOMException/DataError

// PBKDF2
const key = await crypto.subtle.importKey("raw", utf8("password"), "PBKDF2", false, ["deriveBits", "deriveKey"]);
print(key.type, key.extractable, key.algorithm.name, Object.keys(key.algorithm), key.usages);
for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"]) for (const iterations of [1, 100]) for (const length of [8, 160, 512]) print(hash, iterations, length, hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash, salt: utf8("salt"), iterations }, key, length)));
const derive = (more, length = 128) => rejected(crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: utf8("s"), iterations: 1, ...more }, key, length));
print(await derive({ iterations: 0 }), await derive({}, 12), await derive({}, null), await derive({ salt: undefined }), await derive({ hash: undefined }), await derive({ iterations: -1 }), await derive({ hash: "MD5" }));
print(await rejected(crypto.subtle.importKey("raw", utf8("p"), "PBKDF2", true, ["deriveBits"])), await rejected(crypto.subtle.importKey("raw", utf8("p"), "PBKDF2", false, ["sign"])), await rejected(crypto.subtle.importKey("raw", utf8("p"), "PBKDF2", false, [])), await rejected(crypto.subtle.importKey("jwk", { kty: "oct", k: "AA" }, "PBKDF2", false, ["deriveBits"])), await rejected(crypto.subtle.generateKey("PBKDF2", false, ["deriveBits"])));
//> secret false PBKDF2 name deriveBits,deriveKey
//> SHA-1 1 8 0c
//> SHA-1 1 160 0c60c80f961f0e71f3a9b524af6012062fe037a6
//> SHA-1 1 512 0c60c80f961f0e71f3a9b524af6012062fe037a6e0f0eb94fe8fc46bdc637164ac2e7a8e3f9d2e83ace57e0d50e5e1071367c179bc86c767fc3f78ddb561363f
//> SHA-1 100 8 85
//> SHA-1 100 160 8595d7aea0e7c952a35af9a838cc6b393449307c
//> SHA-1 100 512 8595d7aea0e7c952a35af9a838cc6b393449307cfcc7bd340e7e32ee901156509cd8f76e53cf8cc09d851fd2da1388ce45186032abec719986ceb5cded4e0fc4
//> SHA-256 1 8 12
//> SHA-256 1 160 120fb6cffcf8b32c43e7225256c4f837a86548c9
//> SHA-256 1 512 120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b4dbf3a2f3dad3377264bb7b8e8330d4efc7451418617dabef683735361cdc18c
//> SHA-256 100 8 07
//> SHA-256 100 160 07e6997180cf7f12904f04100d405d34888fdf62
//> SHA-256 100 512 07e6997180cf7f12904f04100d405d34888fdf62af6d506a0ecc23b196fe99d8675294ec5aa7944b6a86c51fd97051bbefad5239c8fe47db259c296e98569a86
//> SHA-384 1 8 c0
//> SHA-384 1 160 c0e14f06e49e32d73f9f52ddf1d0c5c719160923
//> SHA-384 1 512 c0e14f06e49e32d73f9f52ddf1d0c5c7191609233631dadd76a567db42b78676b38fc800cc53ddb642f5c74442e62be44d727702213e3bb9223c53b767fbfb5d
//> SHA-384 100 8 fd
//> SHA-384 100 160 fd59f4c5847bbcf1ca33174a7d63ae50c5adeef4
//> SHA-384 100 512 fd59f4c5847bbcf1ca33174a7d63ae50c5adeef45d94a36f730b13ebe352ae801b7e6bca0e71eb404026da914f0e689e28c163d7419002d0e22400aa87190eba
//> SHA-512 1 8 86
//> SHA-512 1 160 867f70cf1ade02cff3752599a3a53dc4af34c7a6
//> SHA-512 1 512 867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce
//> SHA-512 100 8 fe
//> SHA-512 100 160 fef7276b107040a0a713bcbec9fd3e191cc61532
//> SHA-512 100 512 fef7276b107040a0a713bcbec9fd3e191cc6153249e245a3e1a22087dbe616060bbfc8411c6363f3c10ab5d02a56c38e2066a4e205b0ca8f959fd731e5fa584b
//> DOMException/OperationError DOMException/OperationError DOMException/OperationError TypeError TypeError TypeError DOMException/NotSupportedError
//> DOMException/SyntaxError DOMException/SyntaxError DOMException/SyntaxError DOMException/NotSupportedError DOMException/NotSupportedError

// HKDF
const key = await crypto.subtle.importKey("raw", utf8("secret"), "HKDF", false, ["deriveBits", "deriveKey"]);
for (const hash of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"]) for (const length of [8, 256, 4096]) print(hash, length, hex(await crypto.subtle.deriveBits({ name: "HKDF", hash, salt: utf8("salt"), info: utf8("info") }, key, length)).slice(0, 100));
print(hex(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new ArrayBuffer(0) }, key, 128)));
const derive = (more, length = 128) => rejected(crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: utf8("s"), info: utf8("i"), ...more }, key, length));
print(await derive({}, 12), await derive({}, null), await derive({}, 255 * 256 + 8), await derive({ info: undefined }), await derive({ salt: 5 }), await rejected(crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-1", salt: utf8("s"), iterations: 1 }, key, 8)));
//> SHA-1 8 6a
//> SHA-1 256 6a081dab87a8a9188fd19dc66e9c428e0f80e487ff2d3ac4c863736a84e7052d
//> SHA-1 4096 6a081dab87a8a9188fd19dc66e9c428e0f80e487ff2d3ac4c863736a84e7052d9fdc9bf57ffb98f38e0f0cdbe6be6c6c3588
//> SHA-256 8 f6
//> SHA-256 256 f6d2fcc47cb939deafe3853a1e641a27e6924aff7a63d09cb04ccfffbe4776ef
//> SHA-256 4096 f6d2fcc47cb939deafe3853a1e641a27e6924aff7a63d09cb04ccfffbe4776efdda39ae362b1346092d8cb4ee3f0ea74b840
//> SHA-384 8 29
//> SHA-384 256 29c042775183ec5dbc2c085eb49502b15d9e8abe4a4c1ef98e8e0fb95ad5f6a9
//> SHA-384 4096 29c042775183ec5dbc2c085eb49502b15d9e8abe4a4c1ef98e8e0fb95ad5f6a9fa0e85c3523ecd2f61559c763355e2f2dfed
//> SHA-512 8 90
//> SHA-512 256 90e269f053d383c4b2070be93238adf358f3d67bd7b17ca3de95f10a50a8385e
//> SHA-512 4096 90e269f053d383c4b2070be93238adf358f3d67bd7b17ca3de95f10a50a8385e66d8241c8c22c91cee75d7bda92e8111236b
//> 2f34e5ff91ec85d53ca9b543683174d0
//> DOMException/OperationError DOMException/OperationError DOMException/OperationError TypeError TypeError DOMException/InvalidAccessError

// deriveKey
const key = await crypto.subtle.importKey("raw", utf8("secret"), "HKDF", false, ["deriveKey"]), from = { name: "HKDF", hash: "SHA-256", salt: utf8("salt"), info: utf8("info") };
for (const [wanted, usages] of [[{ name: "AES-GCM", length: 256 }, ["encrypt"]], [{ name: "AES-CBC", length: 192 }, ["decrypt"]], [{ name: "HMAC", hash: "SHA-1" }, ["sign"]], [{ name: "HMAC", hash: "SHA-512", length: 256 }, ["verify"]]]) { const made = await crypto.subtle.deriveKey(from, key, wanted, true, usages); print(made.algorithm.name, made.algorithm.length, made.usages, hex(await crypto.subtle.exportKey("raw", made)).slice(0, 80)) }
print(await rejected(crypto.subtle.deriveBits(from, key, 128)), await rejected(crypto.subtle.deriveKey(from, key, { name: "AES-GCM", length: 100 }, true, ["encrypt"])), await rejected(crypto.subtle.deriveKey(from, key, { name: "AES-GCM", length: 128 }, true, [])), await rejected(crypto.subtle.deriveKey(from, key, { name: "AES-GCM", length: 128 }, true, ["sign"])), await rejected(crypto.subtle.deriveKey(from, key)));
//> AES-GCM 256 encrypt f6d2fcc47cb939deafe3853a1e641a27e6924aff7a63d09cb04ccfffbe4776ef
//> AES-CBC 192 decrypt f6d2fcc47cb939deafe3853a1e641a27e6924aff7a63d09c
//> HMAC 512 sign f6d2fcc47cb939deafe3853a1e641a27e6924aff7a63d09cb04ccfffbe4776efdda39ae362b13460
//> HMAC 256 verify f6d2fcc47cb939deafe3853a1e641a27e6924aff7a63d09cb04ccfffbe4776ef
//> DOMException/InvalidAccessError DOMException/OperationError DOMException/SyntaxError DOMException/SyntaxError TypeError

// ECDSA on P-256: keys in their formats
const pkcs8 = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrQEWamn94FCZd/yK1kXVsua3P9IuxsO6uqyt8Q5hBE6hRANCAAT9LHm2aff+nbmp/xu37eP9IqF+Kmp751+sj2vObc/yx/sLQdrjFMF3yNiYYTOBlzkQTZOTGjnG0zzrz2I/BsrT";
const spki = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/Sx5tmn3/p25qf8bt+3j/SKhfipqe+dfrI9rzm3P8sf7C0Ha4xTBd8jYmGEzgZc5EE2Tkxo5xtM8689iPwbK0w==";
const jwk = {"kty": "EC", "x": "_Sx5tmn3_p25qf8bt-3j_SKhfipqe-dfrI9rzm3P8sc", "y": "-wtB2uMUwXfI2JhhM4GXORBNk5MaOcbTPOvPYj8GytM", "crv": "P-256", "d": "rQEWamn94FCZd_yK1kXVsua3P9IuxsO6uqyt8Q5hBE4"};
const algorithm = { name: "ECDSA", namedCurve: "P-256" }, key = await crypto.subtle.importKey("pkcs8", from64(pkcs8), algorithm, true, ["sign"]), pub = await crypto.subtle.importKey("spki", from64(spki), algorithm, false, ["verify"]);
print(key.type, key.usages, key.algorithm.name, key.algorithm.namedCurve, Object.keys(key.algorithm), key.algorithm === key.algorithm, pub.type, pub.usages, pub.extractable);
const out = await crypto.subtle.exportKey("jwk", key), half = await crypto.subtle.importKey("jwk", { ...jwk, d: undefined }, algorithm, true, ["verify"]), whole = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["sign"]);
print(["kty", "crv", "x", "y", "d"].every((name) => out[name] === jwk[name]), out.key_ops, out.ext, hex(await crypto.subtle.exportKey("pkcs8", key)) === hex(from64(pkcs8)), hex(await crypto.subtle.exportKey("pkcs8", whole)) === hex(from64(pkcs8)));
print(hex(await crypto.subtle.exportKey("spki", half)) === hex(from64(spki)), hex(await crypto.subtle.exportKey("raw", half)), half.type, (await crypto.subtle.exportKey("jwk", half)).d);
const raw = await crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", half), algorithm, true, ["verify"]); print(hex(await crypto.subtle.exportKey("spki", raw)) === hex(from64(spki)));
for (const [hash, made] of Object.entries({"SHA-1": "CFm3wrFfM27bzPsHGFhPdpykj28UH4ln02qs1UunG/H5L1/zv9d4fIXlBnDErGotL2VzaiBFBxdYD3fvMhun2A==", "SHA-256": "m3e60spvRiK/C/Rl5QT6wzsREyad0uxKDI8G0rNZUPOaUjopD48HA7i4OMrtusnK2FeWTqjYPXVtnZIkxnDunQ==", "SHA-384": "dmdLpoipqMclwIQ6AH4m07oLEfjI1GTBWOfkwaHvgximiAqNLvJJ3oJSiRYCzIlaeNI8m0Q/eico6zs3U7+jnQ==", "SHA-512": "uqKvncA88BzJexWl0kk/lIaeWbFgre30bvcvfNJv9IR+TxHPD+V7Npn/wgt/itliUV/1OSWj6840a0hqgtFxfg=="})) { print(hash, await crypto.subtle.verify({ name: "ECDSA", hash }, pub, from64(made), utf8("data")), await crypto.subtle.verify({ name: "ECDSA", hash }, half, from64(made), utf8("date")), await crypto.subtle.verify({ name: "ECDSA", hash }, half, from64(made).subarray(1), utf8("data"))); const own = await crypto.subtle.sign({ name: "ECDSA", hash }, key, utf8("own")); print(own.byteLength, await crypto.subtle.verify({ name: "ECDSA", hash }, raw, own, utf8("own"))) }
//> private sign ECDSA P-256 name,namedCurve true public verify false
//> true sign true true true
//> true 04fd2c79b669f7fe9db9a9ff1bb7ede3fd22a17e2a6a7be75fac8f6bce6dcff2c7fb0b41dae314c177c8d8986133819739104d93931a39c6d33cebcf623f06cad3 public undefined
//> true
//> SHA-1 true false false
//> 64 true
//> SHA-256 true false false
//> 64 true
//> SHA-384 true false false
//> 64 true
//> SHA-512 true false false
//> 64 true

// ECDSA on P-384: keys in their formats
const pkcs8 = "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDAIBftzx5Z0NRIHas5uR8RwhAMAQxawl8Szp1MkgHa2s1Z3YxHlR92Q7eklBpCNvUuhZANiAAS7+IzEzfKMgRkUtzZR727QyUBmSqlZ0kp5adyHjlNw/csKjF5hoOa2K7egzU9Az3DGssY9T1tCJwGIHyoQKf8x/IY/6EpM3CEwe6tpDZXPHizvM7bOtJYWK/2TqOuEZ+4=";
const spki = "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEu/iMxM3yjIEZFLc2Ue9u0MlAZkqpWdJKeWnch45TcP3LCoxeYaDmtiu3oM1PQM9wxrLGPU9bQicBiB8qECn/MfyGP+hKTNwhMHuraQ2Vzx4s7zO2zrSWFiv9k6jrhGfu";
const jwk = {"kty": "EC", "x": "u_iMxM3yjIEZFLc2Ue9u0MlAZkqpWdJKeWnch45TcP3LCoxeYaDmtiu3oM1PQM9w", "y": "xrLGPU9bQicBiB8qECn_MfyGP-hKTNwhMHuraQ2Vzx4s7zO2zrSWFiv9k6jrhGfu", "crv": "P-384", "d": "CAX7c8eWdDUSB2rObkfEcIQDAEMWsJfEs6dTJIB2trNWd2MR5UfdkO3pJQaQjb1L"};
const algorithm = { name: "ECDSA", namedCurve: "P-384" }, key = await crypto.subtle.importKey("pkcs8", from64(pkcs8), algorithm, true, ["sign"]), pub = await crypto.subtle.importKey("spki", from64(spki), algorithm, false, ["verify"]);
print(key.type, key.usages, key.algorithm.name, key.algorithm.namedCurve, Object.keys(key.algorithm), key.algorithm === key.algorithm, pub.type, pub.usages, pub.extractable);
const out = await crypto.subtle.exportKey("jwk", key), half = await crypto.subtle.importKey("jwk", { ...jwk, d: undefined }, algorithm, true, ["verify"]), whole = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["sign"]);
print(["kty", "crv", "x", "y", "d"].every((name) => out[name] === jwk[name]), out.key_ops, out.ext, hex(await crypto.subtle.exportKey("pkcs8", key)) === hex(from64(pkcs8)), hex(await crypto.subtle.exportKey("pkcs8", whole)) === hex(from64(pkcs8)));
print(hex(await crypto.subtle.exportKey("spki", half)) === hex(from64(spki)), hex(await crypto.subtle.exportKey("raw", half)), half.type, (await crypto.subtle.exportKey("jwk", half)).d);
const raw = await crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", half), algorithm, true, ["verify"]); print(hex(await crypto.subtle.exportKey("spki", raw)) === hex(from64(spki)));
for (const [hash, made] of Object.entries({"SHA-1": "eQXSJCyZDWRnY6wsGiQKB529g8HH4RIBQzq9hq6mGP1uXaIJ27ZlFyjGGBFSX1h19aBjbqgNPK5ETJN27x8gSm9yTTn1zKBubJNrNUaNCYOa1SabcvULEi9lWfaR97I9", "SHA-256": "2qYeOoyVdQ2M37lMo2I0zKasgUsQTlig55vW2RFBt8I5CiVExKb6pB7sbCa+qsHr7JE8p5WvsHGgMhYzCIsqg0Pye7OC58Jze5dYvKfQtalSx1e9gltU/isaZf8neWxt", "SHA-384": "l428gxRCKJcPwzcRF/JLRQJWonP160aaTPQ7H1nuHcrwX3Rjy54qlLfvxI8WGNPQcOLrIosSdPXUmkrgkH7BjSuUGbbhQj3AiZ8cjpEfMoGZcxo0JcV9BTrwqq9mVpmL", "SHA-512": "xbx4xa4twe7V331yaCjIDITexIIvaji2ql2eYH2cDYspgyUdjKPLFHp76WJWqD1A574naeKGpRmLg4iuTsTpvwTN+mdgmC6uaxHb1GlLxm15SZMiI5g3m9+oZhuW2lwe"})) { print(hash, await crypto.subtle.verify({ name: "ECDSA", hash }, pub, from64(made), utf8("data")), await crypto.subtle.verify({ name: "ECDSA", hash }, half, from64(made), utf8("date")), await crypto.subtle.verify({ name: "ECDSA", hash }, half, from64(made).subarray(1), utf8("data"))); const own = await crypto.subtle.sign({ name: "ECDSA", hash }, key, utf8("own")); print(own.byteLength, await crypto.subtle.verify({ name: "ECDSA", hash }, raw, own, utf8("own"))) }
//> private sign ECDSA P-384 name,namedCurve true public verify false
//> true sign true true true
//> true 04bbf88cc4cdf28c811914b73651ef6ed0c940664aa959d24a7969dc878e5370fdcb0a8c5e61a0e6b62bb7a0cd4f40cf70c6b2c63d4f5b422701881f2a1029ff31fc863fe84a4cdc21307bab690d95cf1e2cef33b6ceb496162bfd93a8eb8467ee public undefined
//> true
//> SHA-1 true false false
//> 96 true
//> SHA-256 true false false
//> 96 true
//> SHA-384 true false false
//> 96 true
//> SHA-512 true false false
//> 96 true

// what keys on curves refuse
const jwk = {"kty": "EC", "x": "_Sx5tmn3_p25qf8bt-3j_SKhfipqe-dfrI9rzm3P8sc", "y": "-wtB2uMUwXfI2JhhM4GXORBNk5MaOcbTPOvPYj8GytM", "crv": "P-256", "d": "rQEWamn94FCZd_yK1kXVsua3P9IuxsO6uqyt8Q5hBE4"}, algorithm = { name: "ECDSA", namedCurve: "P-256" };
const take = (more, usages = ["sign"], wanted = algorithm) => rejected(crypto.subtle.importKey("jwk", { ...jwk, ...more }, wanted, true, usages));
print(await take({ kty: "RSA" }), await take({ crv: "P-384" }), await take({ x: jwk.y }), await take({ x: undefined }), await take({ d: jwk.x }), await take({}, ["verify"]), await take({}, []), await take({ d: undefined }, ["sign"]), await take({ use: "enc" }), await take({ alg: "ES384" }), await take({}, ["sign"], { name: "ECDSA", namedCurve: "P-257" }), await take({}, ["sign"], { name: "ECDSA" }));
print(await rejected(crypto.subtle.importKey("raw", new Uint8Array(65), algorithm, true, ["verify"])), await rejected(crypto.subtle.importKey("raw", new Uint8Array(5), algorithm, true, ["verify"])), await rejected(crypto.subtle.importKey("spki", new Uint8Array(5), algorithm, true, ["verify"])), await rejected(crypto.subtle.importKey("pkcs8", from64("MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDAIBftzx5Z0NRIHas5uR8RwhAMAQxawl8Szp1MkgHa2s1Z3YxHlR92Q7eklBpCNvUuhZANiAAS7+IzEzfKMgRkUtzZR727QyUBmSqlZ0kp5adyHjlNw/csKjF5hoOa2K7egzU9Az3DGssY9T1tCJwGIHyoQKf8x/IY/6EpM3CEwe6tpDZXPHizvM7bOtJYWK/2TqOuEZ+4="), algorithm, true, ["sign"])));
const key = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["sign"]), pub = await crypto.subtle.importKey("jwk", { ...jwk, d: undefined }, algorithm, true, []);
print(await rejected(crypto.subtle.exportKey("raw", key)), await rejected(crypto.subtle.exportKey("spki", key)), await rejected(crypto.subtle.exportKey("pkcs8", pub)), await rejected(crypto.subtle.sign({ name: "ECDSA" }, key, utf8("a"))), await rejected(crypto.subtle.verify({ name: "ECDSA", hash: "SHA-1" }, key, utf8("a"), utf8("a"))), await rejected(crypto.subtle.sign({ name: "ECDSA", hash: "SHA-1" }, pub, utf8("a"))), await rejected(crypto.subtle.sign("HMAC", key, utf8("a"))));
//> DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/SyntaxError DOMException/SyntaxError DOMException/SyntaxError DOMException/DataError DOMException/DataError DOMException/NotSupportedError TypeError
//> DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError
//> DOMException/InvalidAccessError DOMException/InvalidAccessError DOMException/InvalidAccessError TypeError DOMException/InvalidAccessError DOMException/InvalidAccessError DOMException/InvalidAccessError

// pairs that are generated
for (const [algorithm, usages] of [[{ name: "ECDSA", namedCurve: "P-256" }, ["sign", "verify"]], [{ name: "ECDSA", namedCurve: "P-384" }, ["sign"]], [{ name: "ECDH", namedCurve: "P-256" }, ["deriveKey", "deriveBits"]], [{ name: "Ed25519" }, ["verify", "sign"]], [{ name: "X25519" }, ["deriveBits"]]]) {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, false, usages);
  print(publicKey.type, publicKey.extractable, publicKey.usages, publicKey.algorithm.name, privateKey.type, privateKey.extractable, privateKey.usages, (await crypto.subtle.exportKey("raw", publicKey)).byteLength, (await crypto.subtle.exportKey("jwk", publicKey)).kty);
}
print(await rejected(crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["verify"])), await rejected(crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["encrypt"])), await rejected(crypto.subtle.generateKey({ name: "ECDSA" }, true, ["sign"])), await rejected(crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["sign"])));
//> public true verify ECDSA private false sign 65 EC
//> public true  ECDSA private false sign 97 EC
//> public true  ECDH private false deriveKey,deriveBits 65 EC
//> public true verify Ed25519 private false sign 32 OKP
//> public true  X25519 private false deriveBits 32 OKP
//> DOMException/SyntaxError DOMException/SyntaxError TypeError DOMException/SyntaxError

// ECDH and X25519
const one = {"kty": "EC", "x": "_Sx5tmn3_p25qf8bt-3j_SKhfipqe-dfrI9rzm3P8sc", "y": "-wtB2uMUwXfI2JhhM4GXORBNk5MaOcbTPOvPYj8GytM", "crv": "P-256", "d": "rQEWamn94FCZd_yK1kXVsua3P9IuxsO6uqyt8Q5hBE4"}, long = {"kty": "EC", "x": "u_iMxM3yjIEZFLc2Ue9u0MlAZkqpWdJKeWnch45TcP3LCoxeYaDmtiu3oM1PQM9w", "y": "xrLGPU9bQicBiB8qECn_MfyGP-hKTNwhMHuraQ2Vzx4s7zO2zrSWFiv9k6jrhGfu", "crv": "P-384", "d": "CAX7c8eWdDUSB2rObkfEcIQDAEMWsJfEs6dTJIB2trNWd2MR5UfdkO3pJQaQjb1L"}, modern = {"crv": "X25519", "d": "kKqZJaYw462ZFnrWwzjxHfmAkJ5K7IaSwoATYEOBBUU", "x": "OSdZjuLgqoEJ_NYqwOSQU2WiqXuGHLq05VP-PhHZEgM", "kty": "OKP"};
for (const [algorithm, jwk] of [[{ name: "ECDH", namedCurve: "P-256" }, one], [{ name: "ECDH", namedCurve: "P-384" }, long], [{ name: "X25519" }, modern]]) {
  const key = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["deriveBits", "deriveKey"]), pub = await crypto.subtle.importKey("jwk", { ...jwk, d: undefined }, algorithm, true, []), agree = (length) => crypto.subtle.deriveBits({ name: algorithm.name, public: pub }, key, length);
  print(hex(await agree(null)), hex(await agree(128)), await rejected(agree(1024)), hex(await crypto.subtle.exportKey("spki", pub)), hex(await crypto.subtle.exportKey("pkcs8", key)), hex(await crypto.subtle.exportKey("raw", pub)));
  print(await rejected(crypto.subtle.deriveBits({ name: algorithm.name }, key, 8)), await rejected(crypto.subtle.deriveBits({ name: algorithm.name, public: key }, key, 8)), await rejected(crypto.subtle.deriveBits({ name: algorithm.name, public: pub }, pub, 8)), await rejected(crypto.subtle.deriveBits({ name: algorithm.name, public: 5 }, key, 8)));
  const made = await crypto.subtle.deriveKey({ name: algorithm.name, public: pub }, key, { name: "AES-GCM", length: 256 }, true, ["encrypt"]); print(hex(await crypto.subtle.exportKey("raw", made)));
}
//> 3dae36b912075edd1b1acaa71eb0479e0c77781b813b9a5314699d64769ee527 3dae36b912075edd1b1acaa71eb0479e DOMException/OperationError 3059301306072a8648ce3d020106082a8648ce3d03010703420004fd2c79b669f7fe9db9a9ff1bb7ede3fd22a17e2a6a7be75fac8f6bce6dcff2c7fb0b41dae314c177c8d8986133819739104d93931a39c6d33cebcf623f06cad3 308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420ad01166a69fde0509977fc8ad645d5b2e6b73fd22ec6c3babaacadf10e61044ea14403420004fd2c79b669f7fe9db9a9ff1bb7ede3fd22a17e2a6a7be75fac8f6bce6dcff2c7fb0b41dae314c177c8d8986133819739104d93931a39c6d33cebcf623f06cad3 04fd2c79b669f7fe9db9a9ff1bb7ede3fd22a17e2a6a7be75fac8f6bce6dcff2c7fb0b41dae314c177c8d8986133819739104d93931a39c6d33cebcf623f06cad3
//> TypeError DOMException/InvalidAccessError DOMException/InvalidAccessError TypeError
//> 3dae36b912075edd1b1acaa71eb0479e0c77781b813b9a5314699d64769ee527
//> a7d0b1c7ce112fca191976f556c2e941842a737ea52a0e3cf01c22d515e2486182bcaa8018c33f4f0123e17b63c103cb a7d0b1c7ce112fca191976f556c2e941 DOMException/OperationError 3076301006072a8648ce3d020106052b8104002203620004bbf88cc4cdf28c811914b73651ef6ed0c940664aa959d24a7969dc878e5370fdcb0a8c5e61a0e6b62bb7a0cd4f40cf70c6b2c63d4f5b422701881f2a1029ff31fc863fe84a4cdc21307bab690d95cf1e2cef33b6ceb496162bfd93a8eb8467ee 3081b6020100301006072a8648ce3d020106052b8104002204819e30819b02010104300805fb73c796743512076ace6e47c4708403004316b097c4b3a753248076b6b356776311e547dd90ede92506908dbd4ba16403620004bbf88cc4cdf28c811914b73651ef6ed0c940664aa959d24a7969dc878e5370fdcb0a8c5e61a0e6b62bb7a0cd4f40cf70c6b2c63d4f5b422701881f2a1029ff31fc863fe84a4cdc21307bab690d95cf1e2cef33b6ceb496162bfd93a8eb8467ee 04bbf88cc4cdf28c811914b73651ef6ed0c940664aa959d24a7969dc878e5370fdcb0a8c5e61a0e6b62bb7a0cd4f40cf70c6b2c63d4f5b422701881f2a1029ff31fc863fe84a4cdc21307bab690d95cf1e2cef33b6ceb496162bfd93a8eb8467ee
//> TypeError DOMException/InvalidAccessError DOMException/InvalidAccessError TypeError
//> a7d0b1c7ce112fca191976f556c2e941842a737ea52a0e3cf01c22d515e24861
//> d2f2fc27a25fbd036c28e3beaec700133353c33e50343be8fdb2930e274c6712 d2f2fc27a25fbd036c28e3beaec70013 DOMException/OperationError 302a300506032b656e0321003927598ee2e0aa8109fcd62ac0e4905365a2a97b861cbab4e553fe3e11d91203 302e020100300506032b656e0422042090aa9925a630e3ad99167ad6c338f11df980909e4aec8692c280136043810545 3927598ee2e0aa8109fcd62ac0e4905365a2a97b861cbab4e553fe3e11d91203
//> TypeError DOMException/InvalidAccessError DOMException/InvalidAccessError TypeError
//> d2f2fc27a25fbd036c28e3beaec700133353c33e50343be8fdb2930e274c6712

// bits of an agreement that are no whole bytes, and all of them without a length
const jwk = {"kty": "EC", "x": "_Sx5tmn3_p25qf8bt-3j_SKhfipqe-dfrI9rzm3P8sc", "y": "-wtB2uMUwXfI2JhhM4GXORBNk5MaOcbTPOvPYj8GytM", "crv": "P-256", "d": "rQEWamn94FCZd_yK1kXVsua3P9IuxsO6uqyt8Q5hBE4"}, algorithm = { name: "ECDH", namedCurve: "P-256" };
const key = await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["deriveBits"]), pub = await crypto.subtle.importKey("jwk", { ...jwk, d: undefined }, algorithm, true, []);
print(hex(await crypto.subtle.deriveBits({ name: "ECDH", public: pub }, key, 13)), (await crypto.subtle.deriveBits({ name: "ECDH", public: pub }, key)).byteLength);
//> 3da8 32

// Ed25519
const key = await crypto.subtle.importKey("pkcs8", from64("MC4CAQAwBQYDK2VwBCIEIEPBQqWgFtqVLFm5DqJg/H27rYhAho4iZjHHN+XLihMw"), "Ed25519", true, ["sign"]), pub = await crypto.subtle.importKey("spki", from64("MCowBQYDK2VwAyEA+0+Xq/uXRhIDssJVbAac41uI8bhHWhBCwarztt+OcOQ="), { name: "ed25519" }, true, ["verify"]);
const made = await crypto.subtle.sign("Ed25519", key, utf8("data")); print(hex(made), await crypto.subtle.verify("Ed25519", pub, made, utf8("data")), await crypto.subtle.verify("Ed25519", pub, made, utf8("date")), await crypto.subtle.verify("Ed25519", pub, new Uint8Array(3), utf8("data")));
const jwk = await crypto.subtle.exportKey("jwk", key); print(jwk.kty, jwk.alg, jwk.crv, jwk.x, jwk.d, jwk.key_ops, jwk.ext, hex(await crypto.subtle.exportKey("raw", pub)), hex(await crypto.subtle.exportKey("spki", pub)), hex(await crypto.subtle.exportKey("pkcs8", key)), Object.keys(key.algorithm));
const again = await crypto.subtle.importKey("jwk", jwk, "Ed25519", true, ["sign"]); print(hex(await crypto.subtle.exportKey("pkcs8", again)) === hex(await crypto.subtle.exportKey("pkcs8", key)), (await crypto.subtle.importKey("raw", await crypto.subtle.exportKey("raw", pub), "Ed25519", true, ["verify"])).type);
print(await rejected(crypto.subtle.importKey("raw", new Uint8Array(5), "Ed25519", true, ["verify"])), await rejected(crypto.subtle.importKey("jwk", { ...jwk, crv: "X25519" }, "Ed25519", true, ["sign"])), await rejected(crypto.subtle.importKey("jwk", { ...jwk, kty: "EC" }, "Ed25519", true, ["sign"])), await rejected(crypto.subtle.importKey("pkcs8", from64("MC4CAQAwBQYDK2VuBCIEIJCqmSWmMOOtmRZ61sM48R35gJCeSuyGksKAE2BDgQVF"), "Ed25519", true, ["sign"])), await rejected(crypto.subtle.importKey("spki", from64("MCowBQYDK2VwAyEA+0+Xq/uXRhIDssJVbAac41uI8bhHWhBCwarztt+OcOQ="), "Ed25519", true, ["sign"])));
//> a0a35395f05cc09db285ca0f6b8a1bd6c3bd6d26874ff4b5d87a46cccd33ce5caab23e5d99f020fba9dd147a547fbe23bb9bd6b7a6ffc03d9131578a0883a005 true false false
//> OKP Ed25519 Ed25519 -0-Xq_uXRhIDssJVbAac41uI8bhHWhBCwarztt-OcOQ Q8FCpaAW2pUsWbkOomD8fbutiECGjiJmMcc35cuKEzA sign true fb4f97abfb97461203b2c2556c069ce35b88f1b8475a1042c1aaf3b6df8e70e4 302a300506032b6570032100fb4f97abfb97461203b2c2556c069ce35b88f1b8475a1042c1aaf3b6df8e70e4 302e020100300506032b65700422042043c142a5a016da952c59b90ea260fc7dbbad8840868e226631c737e5cb8a1330 name
//> true public
//> DOMException/DataError DOMException/DataError DOMException/DataError DOMException/DataError DOMException/SyntaxError

// RSA signatures
const pkcs8 = from64("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDIRzKiXDHlPTJ7q08z2sqhg1H3vVMetWlvADuXEH7jjzzD1x7fihl88Cp6UtRrvm1cMjdWdkHq30eK3SoBNtyEACIxMERrrGlTUNp4B9qt7ORtehhU0rc/lzT4hHVjtpR6efI9lwvtnx5A9jzmKQ7qGzLGbL3+k5Jf0/k3lYwYqoVtEUt/+GmYmC9P1YvCZO6fmC8OBrMRxwjhWNUOzgzZDbcHr1x/DKZ9Cpgey75PggjI+cp4M9QDlHtPUnZ2ZSCQGrt9R7PP7UKDyzwd0zRtC37Jm/LeM+PtykjGpghimWav5hGz7YRQBY0eM/1VX5pJQS7ERpOknYEy0Nj7IVRtAgMBAAECggEAIDd1wXDXtOLCgWrF95cxI8iSUaoCmiy//FNbApqscrIaqf0rkfVu0q52gs1arsdH474PMUkeIuhOY5vekynuUIyN84AqbXCjU7vsnMTUrEgwWZz7l39660+JPZXfJU5cNZRyv24SBOQk83m4w6Rkqgt8gDdDW9WExQX9769OhTP1+EUaUGaIPZ5EKz9QpI2xSBUkQy8RpeItVj5WtdBNwdLGbuLoKwO2phgW4D4YSWpZw/9LetpIGHsUg9oNm58G4IWPtZNx3qnBFL1+ZK5NHfT0eAPoViEiCmVu1tRhkn/xmIc0mVbWeCY/+F9IRQxALM+9EZyfM3uXB1sdMiWqwQKBgQDxr4e2G/WL7mHtvgtuD2mGjajpJJMjCnB+qCzWDfp27ujI1qdmiAb8FYhWr6XSrT0qJJGcN4qOjs1vkI211wDCMyvsH+jn4CN9dHTw7L6Qe1KfBXRSoHUj38/N+TitVivA0yk9So8y2uyTy3F4D6OQG/IdfZ5QlHXwGm4I3IVKQQKBgQDUI9dJsyE13r+hsDRk7+5Q16/lyO2YlvQQ5/uO6HhW8GPtVOUvlbv0ulVKMsyFXu2iQnJni5lZTSSb+7So4at+h/O9by2mDuqQfi6kWwTly0rMyiM1wh6wbXkRjv7kwXD3YC56cOwLwK+bJNJsND54xgQgUSlFbyr1x+0TDMuHLQKBgDNPywZU5UryL4RkJtUVHJhelw/4neyAmOWrGunPSe/aRT3upNfV5XW7tJiC7jfOZAAAh5GdESO3GdKn5A5JOXYBmz+kfrRMF/zYrsM/4C2YoS/13n50ZqpZKCtY0Dms49kqe8TxgXmQlU3DkbGl0FoWNM8iDmyZOHjjg50KBJqBAoGAAhMrquPeoklAdJNln8sc+Jtzc/roIALx9ixesIIjky4cvBiFeVaslPMxnF0s1O0dw+WEevDJmi7/+aqXlMNISx+HScYJm0MwFiO1zxO404qOe7xKZd81L6KSeZJ9eb1OnozJR5dNJ7xFu227xSUpq0K8jZhdn/k7YVYIQpRwdS0CgYEAvVQ0rqY9ISISDOT8Mvjt4Ypr3h3i4nf4Kh63FcgeRkQAGc9rLRDdQxqY8U1pYQWi3299K8GLoYS/4CbhPikQq37EWoYc2kpWqLMuSL2sVz7xAKzCBRRaznmz50ctF//kauBx67qb/mnnjIpLsyr72QQaA6wJAcfgVwbecYZ/xas=");
const spki = from64("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyEcyolwx5T0ye6tPM9rKoYNR971THrVpbwA7lxB+4488w9ce34oZfPAqelLUa75tXDI3VnZB6t9Hit0qATbchAAiMTBEa6xpU1DaeAfarezkbXoYVNK3P5c0+IR1Y7aUennyPZcL7Z8eQPY85ikO6hsyxmy9/pOSX9P5N5WMGKqFbRFLf/hpmJgvT9WLwmTun5gvDgazEccI4VjVDs4M2Q23B69cfwymfQqYHsu+T4IIyPnKeDPUA5R7T1J2dmUgkBq7fUezz+1Cg8s8HdM0bQt+yZvy3jPj7cpIxqYIYplmr+YRs+2EUAWNHjP9VV+aSUEuxEaTpJ2BMtDY+yFUbQIDAQAB");
for (const hash of ["SHA-256", "SHA-384", "SHA-512"]) {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash }, key = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]), pub = await crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]), made = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key, utf8("data"));
  print(hash, hex(made), await crypto.subtle.verify(algorithm, pub, made, utf8("data")), await crypto.subtle.verify(algorithm, pub, made, utf8("date")));
  const jwk = await crypto.subtle.exportKey("jwk", key), out = await crypto.subtle.exportKey("jwk", pub); print(jwk.kty, jwk.alg, Object.keys(jwk).sort(), Object.keys(out).sort(), out.n === jwk.n, out.e, hex(await crypto.subtle.exportKey("pkcs8", await crypto.subtle.importKey("jwk", jwk, algorithm, true, ["sign"]))) === hex(pkcs8), hex(await crypto.subtle.exportKey("spki", await crypto.subtle.importKey("jwk", out, algorithm, true, ["verify"]))) === hex(spki));
  print(key.type, key.algorithm.name, key.algorithm.modulusLength, key.algorithm.publicExponent, key.algorithm.hash.name, pub.algorithm.modulusLength, await rejected(crypto.subtle.importKey("jwk", { ...jwk, alg: "RS1" }, algorithm, true, ["sign"])), await rejected(crypto.subtle.importKey("jwk", { ...jwk, p: undefined }, algorithm, true, ["sign"])));
}
const pss = await crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-256" }, true, ["verify"]), signing = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "RSA-PSS", hash: "SHA-256" }, true, ["sign"]);
print(await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 32 }, pss, from64("xkj5VrBay6PXiOtki4L/hTE0EFH+W1y+dW+UEi90AhNWtO1hSlCs5bW4c6in++BXWoAT0crF1opY40SNEfDNHX+O2FrxVLHSCJDGCPpz39b0dAI3zdlAVoMZpRtaLbjzCoERJ6q99qxXg+rpZKFLbsXiVV8RtV1PHHvUhP4yYZeTjir5k95AzjF9oVNDbvqPEsFBAgP+KJhgKSgJIr6beiE6ENifTlvCS6k3J8bcF3XNGvBFLYo4hc9u4MIrxDBp0qy3vUoCVL4m2PnUTLmMoTDTGjlBD4ljyI7kvOMPL1WEb5eupHiENBz/UKt61vc6QfTcFzI5rMqX5/QN7Rr0hQ=="), utf8("data")), await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 32 }, pss, await crypto.subtle.sign({ name: "RSA-PSS", saltLength: 32 }, signing, utf8("data")), utf8("data")), (await crypto.subtle.exportKey("jwk", pss)).alg);
print(await rejected(crypto.subtle.importKey("spki", spki, "RSA-PSS", true, ["verify"])), await rejected(crypto.subtle.importKey("raw", spki, { name: "RSA-PSS", hash: "SHA-1" }, true, ["verify"])), await rejected(crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-1" }, true, ["sign"])), await rejected(crypto.subtle.verify("RSA-PSS", pss, spki, spki)));
//> SHA-256 35f5501af0de679af091ef7aa8e7a842f5c136fc861f26129305a0d1167401eed1ab09aec37734f4eb5825513c276c0a9682bbb86136e81fdf21d20c2f6abdad6d9bf27bf43c25492d372ccad996056e1884b522a936756203f39bf21361f3c7876b9f09000b389c25ab5c51a64296b1532a24f3663356f3f5c4e3aceeac66aca4fe4c099a6dcad685cc531472e3992761d2bae2c3a7bfd335042ea9bb3faf66a5a599f2392886db7eb926e7aa9ecb05735ab96b61926d96f299c0472376b3534df889ff43aaa44830ff18ac7c88c60867cee136aae8cd609a7da8c4b40f30e4cf751a9ec75573328a9567f182094914a1dc88a2504d0e30f7953cad77a35af0 true false
//> RSA RS256 alg,d,dp,dq,e,ext,key_ops,kty,n,p,q,qi alg,e,ext,key_ops,kty,n true AQAB true true
//> private RSASSA-PKCS1-v1_5 2048 1,0,1 SHA-256 2048 DOMException/DataError DOMException/DataError
//> SHA-384 27d51ce3f817d18a604c4a21927444752cf0d18e378ad437f7acf789a5847d5023569d27b9833cdf16c6714d568d58c2010b948f9e780b06b4c335f7902a695c4b682d311776ace11e963484ce3dd5ec17dd13200ef273b9695d5d11ecbeefd7d189391f05d14122408302dfc1a27f79e1a4b02167dd06b327f927b279842f08db3902e750eca476b11fa85a00923c04b3f7c4b1bc8432f92ffe95f03fe21581350145add7f7a19265b441394f17911d96a3ce428334f88d3ca62fefbc002bc6f718ad0d6f69018e787d48b6f4e5d3b6a2604a499b575612e40b7ba4a8ef6127b7fc3dd5844b9b3a2291e5046e0cc93753acf012b4e71cc711c4df8e74de1728 true false
//> RSA RS384 alg,d,dp,dq,e,ext,key_ops,kty,n,p,q,qi alg,e,ext,key_ops,kty,n true AQAB true true
//> private RSASSA-PKCS1-v1_5 2048 1,0,1 SHA-384 2048 DOMException/DataError DOMException/DataError
//> SHA-512 2d44ac3578384f6df837450cd84a9e60c6873effea8858f6a33a9579c13c9fd0f50985ee81e730d2da2970778903e12665c1113ea4e5544f5005dd72cccf62ce95b78cf6ec98bc9e5a4fd26c700febc0e6d139a3baa568decef77aba1cbe384bc14601e80513b0443c22562a17d25e59bfb930320d6fe3bd90e4fb3b8e85a8838773fa23d26c568f46a00380712e611c1ff00e9babe39dc372916ec83413783746d6883943b3869e241f965392cedeab45760824ecc9de7898d1813f79d7d82bdd0b872ebd300bd73bd7e54c308690d1b2f6306568df0504857b6662030028930adf9dab9b714bc8ca78cf6c983d9d5f670e66dc64de6aab692e5c739a37ffc4 true false
//> RSA RS512 alg,d,dp,dq,e,ext,key_ops,kty,n,p,q,qi alg,e,ext,key_ops,kty,n true AQAB true true
//> private RSASSA-PKCS1-v1_5 2048 1,0,1 SHA-512 2048 DOMException/DataError DOMException/DataError
//> true true PS256
//> TypeError DOMException/NotSupportedError DOMException/SyntaxError TypeError

// wrapped keys
const secret = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(8), "AES-GCM", true, ["encrypt", "decrypt"]);
for (const [name, more] of [["AES-KW", {}], ["AES-GCM", { iv: new Uint8Array(12) }], ["AES-CBC", { iv: new Uint8Array(16) }], ["AES-CTR", { counter: new Uint8Array(16), length: 64 }]]) {
  const wrapping = await crypto.subtle.importKey("raw", new Uint8Array(16).fill(1), name, false, ["wrapKey", "unwrapKey"]), wrapped = await crypto.subtle.wrapKey("raw", secret, wrapping, { name, ...more }), key = await crypto.subtle.unwrapKey("raw", wrapped, wrapping, { name, ...more }, "AES-GCM", true, ["encrypt"]);
  print(name, hex(wrapped), key.usages, hex(await crypto.subtle.exportKey("raw", key)) === "08".repeat(32), await rejected(crypto.subtle.unwrapKey("raw", new Uint8Array(40), wrapping, { name, ...more }, "HKDF", true, ["deriveBits"])), await rejected(crypto.subtle.encrypt({ name, ...more }, wrapping, new Uint8Array(16))));
  if (name === "AES-KW") continue;
  const web = await crypto.subtle.wrapKey("jwk", secret, wrapping, { name, ...more }), back = await crypto.subtle.unwrapKey("jwk", web, wrapping, { name, ...more }, "AES-GCM", true, ["decrypt"]); print(back.usages, hex(await crypto.subtle.exportKey("raw", back)) === "08".repeat(32));
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]), der = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, wrapping, { name, ...more }); print((await crypto.subtle.unwrapKey("pkcs8", der, wrapping, { name, ...more }, { name: "ECDSA", namedCurve: "P-256" }, true, ["sign"])).type);
}
const closed = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt", "wrapKey"]); print(await rejected(crypto.subtle.wrapKey("raw", secret, secret, { name: "AES-GCM", iv: new Uint8Array(12) })), await rejected(crypto.subtle.wrapKey("raw", secret, closed, "AES-KW")), await rejected(crypto.subtle.wrapKey("raw", secret, closed, { name: "HMAC" })));
//> AES-KW 170bbd45c18802a2fb744c091d0185bc836cd751c5931b9453da37153c37738f5022d149a3b9399e encrypt true DOMException/OperationError DOMException/NotSupportedError
//> AES-GCM fb3c5a7b2e9d0b21903df6fb0fcc99953666422b7261c373915e7442669644865a64c5bd26610ff22f3e753594cf7fab encrypt true DOMException/OperationError DOMException/InvalidAccessError
//> decrypt true
//> private
//> AES-CBC 2d1470d0083073e77ef5502847eefe97f0d2173a8584d282675317d99af7e16144be8f2e255afe0fe9572faa61e890a9 encrypt true DOMException/OperationError DOMException/InvalidAccessError
//> decrypt true
//> private
//> AES-CTR bea6a7f27d25c883596b9f397e12e508ec39c9501f73efd653f83bb975fb9f74 encrypt true DOMException/SyntaxError DOMException/InvalidAccessError
//> decrypt true
//> private
//> DOMException/InvalidAccessError DOMException/InvalidAccessError DOMException/NotSupportedError

// a key that stays where it is cannot be wrapped
// [standard] Node 20: calls the error InvalidAccessException
const closed = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["encrypt", "wrapKey"]); print(await rejected(crypto.subtle.wrapKey("raw", closed, closed, { name: "AES-GCM", iv: new Uint8Array(12) })));
//> DOMException/InvalidAccessError

// keys are cloned
const key = await crypto.subtle.importKey("raw", new Uint8Array(16).fill(3), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]), copy = structuredClone({ key }).key;
print(copy instanceof CryptoKey, copy !== key, copy.type, copy.extractable, copy.usages, copy.algorithm.hash.name, hex(await crypto.subtle.sign("HMAC", copy, utf8("a"))) === hex(await crypto.subtle.sign("HMAC", key, utf8("a"))));
//> true true secret false sign,verify SHA-256 true

// what there is not
// [standard] Node: has RSA-OAEP, new RSA keys and P-521; no crate of this build does them well
const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
print(await rejected(crypto.subtle.generateKey({ name: "RSA-PSS", ...rsa }, true, ["sign"])), await rejected(crypto.subtle.generateKey({ name: "RSA-OAEP", ...rsa }, true, ["encrypt"])), await rejected(crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-521" }, true, ["sign"])));
//> DOMException/NotSupportedError DOMException/NotSupportedError DOMException/NotSupportedError

// a nonce of one byte
// [standard] Node: OpenSSL refuses it; the standard takes any length, and the values are those of the specification of the mode
const key = await crypto.subtle.importKey("raw", new Uint8Array(16).fill(5), "AES-GCM", false, ["encrypt", "decrypt"]), iv = new Uint8Array(1).fill(9), sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8("secret")); print(sealed.byteLength, hex(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed)) === hex(utf8("secret")));
//> 22 true
