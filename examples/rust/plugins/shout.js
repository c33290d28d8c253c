// A plugin in JavaScript: options in an object.
app.on("greet", (name) => `HELLO ${name.toUpperCase()}!`, { priority: 1 });
app.on("total", (numbers) => {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
});
app.settings.title = `${app.settings.title}, with JavaScript`;
