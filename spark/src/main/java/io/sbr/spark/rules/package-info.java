/** Rules from item to item, learned of sessions that are divided by their items. */
package io.sbr.spark.rules;
