/**
 * The command line: {@code run}, and the verbs that try, ask and mend. They ask a running instance over its API, or work on the files; an
 * event does not pass here.
 */
package io.signalbox.cli;
