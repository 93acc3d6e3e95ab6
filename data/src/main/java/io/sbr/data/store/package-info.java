/**
 * Data sets in folders: written, read, checked, named by a hash. Nothing here reads a vendor's log:
 * that is {@code data.read}.
 */
package io.sbr.data.store;
