// Trainings as data.
export { recipe, type Recipe, type RecipeChange, type RecipeMethods } from "./recipe";
export { recipes } from "./named";
export type { RecipeOptions, RecipeParts } from "./parts";
export type {
  ActivationForm,
  AugmentForm,
  DataForm,
  InitForm,
  LossForm,
  NetworkForm,
  OptimizerForm,
  OwnForm,
  RateForm,
  StepForm,
  TermForm,
} from "./forms";
