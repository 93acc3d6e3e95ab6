/**
 * The layers that models are put together from, each with its parameters and equations. No layer
 * knows the model that it is part of: it gets the parameters at its place ({@link
 * io.sbr.models.nn.ParameterSet#in}) and names them within it.
 */
package io.sbr.models.nn.layers;
