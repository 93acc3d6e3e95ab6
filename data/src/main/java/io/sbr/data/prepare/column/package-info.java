/**
 * What a log of a hundred million clicks is kept in while it is read: columns of primitive values
 * that grow without being copied, and numbers for keys without their text.
 */
package io.sbr.data.prepare.column;
