/**
 * What can be set of a model: names, values, defaults with their sources, and their text in options
 * and JSON. Knows no model.
 */
package io.sbr.models.settings;
