/** What finished runs come to: figures of parts of the test part, and tests of differences. */
package io.sbr.models.study;
