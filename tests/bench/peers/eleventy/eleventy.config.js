module.exports = (config) => {
  config.setQuietMode(true);
  config.setUseGitIgnore(false);
  return { dir: { input: ".", data: "_data", output: process.env.BENCH_OUTPUT || "_site" }, templateFormats: ["11ty.js"] };
};
