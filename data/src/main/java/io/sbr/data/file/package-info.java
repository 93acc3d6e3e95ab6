/**
 * Files as they come: how they are packed, how their text is encoded, and what is no text at all.
 * Told by the first bytes, never by a name; what rows mean is the matter of packages above.
 */
package io.sbr.data.file;
