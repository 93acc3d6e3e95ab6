/**
 * What a shop knows of its items beside clicks, and its rules: attributes, filters, items that are
 * withdrawn (docs/asking.md).
 */
package io.sbr.models.catalogue;
