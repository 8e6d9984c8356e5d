// Trainings as data.
export { recipe, type Recipe, type RecipeChange, type RecipeMethods } from "./recipe";
export type { RecipeOptions, RecipeParts } from "./parts";
