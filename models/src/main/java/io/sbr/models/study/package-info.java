/**
 * What finished runs come to: figures of parts of the test part, and tests of differences (Holm's
 * correction among them). Pure statistics, no files.
 */
package io.sbr.models.study;
