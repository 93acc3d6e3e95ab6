/** The models: from a batch of session graphs to what scores the catalogue. */
package io.sbr.models;
