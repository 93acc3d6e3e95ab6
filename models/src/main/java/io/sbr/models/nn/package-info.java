/**
 * What neural models are made of: parameters with initial values, a batch on its device, random
 * numbers, scores over the catalogue. Neither training nor files.
 */
package io.sbr.models.nn;
