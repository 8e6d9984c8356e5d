/** What a lab's notebook imports beside the library: `import { check, quiz } from "gan-clinic/dist/lab"`. */
export { check } from "./grader/lab/check";
export { quiz, quizAnswers } from "./grader/lab/quiz";
