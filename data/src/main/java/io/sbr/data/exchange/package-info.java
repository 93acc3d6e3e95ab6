/** Data sets as other programs write and read them: GRU4Rec's files, RecBole's atomic files. */
package io.sbr.data.exchange;
