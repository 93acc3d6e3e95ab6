/**
 * The domain: sessions of clicks, the items' names, examples cut from sessions, what users viewed
 * before. No files, no batches: those are {@code data.store} and {@code data.batch}.
 */
package io.sbr.data;
