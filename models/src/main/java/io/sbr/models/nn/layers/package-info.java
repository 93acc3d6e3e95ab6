/**
 * The layers that models are put together from, each with its parameters and equations. No layer
 * knows the model that it is part of.
 */
package io.sbr.models.nn.layers;
