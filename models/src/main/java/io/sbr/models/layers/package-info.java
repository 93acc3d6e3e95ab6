/** The parts that models are put together from. */
package io.sbr.models.layers;
