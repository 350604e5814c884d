/** Written by build.mjs at bundling: the behaviour of every component that has a behaviour.ts, by its folder's name. */
declare module "virtual:components" {
  export const behaviours: Record<string, import("./behaviour").Behaviour>;
}
