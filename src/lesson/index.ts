// Parts of a lesson: trainings to diagnose, guesses before a result, the growth rate that theory predicts.
export { riddle, type Riddle, type RiddleName, type RiddleOptions } from "./riddle";
export { diracGrowth } from "./dirac-growth";
export { predict, type Prediction, type PredictOptions } from "./predict";
