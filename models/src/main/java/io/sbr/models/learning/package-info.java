/** How weights are learned: settings that every trained model has, and their defaults. */
package io.sbr.models.learning;
