/** Validate: what is wrong in the files of the routes folder, said before anything runs; reload and the command line ask it. */
package io.signalbox.validate;
