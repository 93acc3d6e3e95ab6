/**
 * Questions and answers as text: the JSON that the command line and the server have in common, and
 * times as people write them (docs/asking.md).
 */
package io.sbr.models.ask;
