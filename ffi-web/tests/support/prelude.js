// What the cases may use beside the Web APIs, on both hosts. `emit(line)`, `takeReport()` and `server` come from the host.
const text = (value) =>
  typeof value === "symbol" ? String(value) : Array.isArray(value) ? value.map(text).join(",") : String(value);
const print = (...values) => emit(values.map(text).join(" "));
// What a function throws: the class that says what to catch, and the name that says what happened.
const kind = (error) => (error && error.name === error.constructor.name ? error.name : `${error.constructor.name}/${error.name}`);
const thrown = (run) => {
  try {
    run();
  } catch (error) {
    return kind(error);
  }
  return "nothing";
};
const rejected = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return kind(error);
  }
  return "nothing";
};
const reported = () => takeReport();
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const utf8 = (value) => new TextEncoder().encode(value);
const from64 = (value) => Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
