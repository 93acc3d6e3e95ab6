/**
 * Rules from item to item: what follows from a click on one, however the pairs were counted. Knows
 * no past session once its table is made.
 */
package io.sbr.models.rules;
