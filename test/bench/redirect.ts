// Preloaded before src/main.ts: what goes to Slack's Web API goes to the fake one. main.ts itself is as it is.
const real = globalThis.fetch;
const fake = process.env.FAKE_SLACK_URL ?? '';
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  return real(url.replace('https://slack.com/api/', fake), init);
};
