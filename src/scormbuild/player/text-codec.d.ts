/** Made by build.mjs: the codec, or in a player the one that a script before it has left. */
declare module "virtual:text-codec" {
  export const newTextCodec: typeof import("./state/text-codec").newTextCodec;
}
