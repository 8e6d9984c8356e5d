/** What is looked at now and then while a GAN trains, besides its losses. */
export interface MonitorRow {
  /** Steps done. */
  readonly step: number;
  /** Root mean square of the generator's weights. */
  readonly generatorWeights: number;
  /** Root mean square of the discriminator's weights. */
  readonly discriminatorWeights: number;
  /** How steep the discriminator is, ‖∂score/∂x‖, between real examples and fakes: mean of a batch. */
  readonly meanSlope: number;
  /** The greatest of the batch: a lower bound of its Lipschitz constant. */
  readonly greatestSlope: number;
  /** Mean distance of two fakes by that of two real examples: 1 is as varied as the data, 0 is collapse. */
  readonly diversity: number;
  /** Root mean square of the gradient of each of the generator's variables at this step's update, by its label. */
  readonly generatorGradients: Readonly<Record<string, number>>;
  /** Root mean square of the gradient of each of the discriminator's variables at this step's update, by its label. */
  readonly discriminatorGradients: Readonly<Record<string, number>>;
  /** Mean score of training examples less that of held-out ones, in standard deviations of the latter. */
  readonly overfitting?: number;
  /** Share of the fakes in each mode or class, when the training was told how to tell. */
  readonly histogram?: readonly number[];
  /**
   * How many of some 1,000 other fakes are in each mode or class, drawn anew for each row: enough to miss a rare one.
   * When the training was told how to tell.
   */
  readonly counts?: readonly number[];
  /**
   * How far a fake is from what the same latent vector gives in training mode, by the distance of two fakes of that
   * mode: of a generator that keeps moving averages (batch norm), else left out.
   */
  readonly trainingGap?: number;
}
