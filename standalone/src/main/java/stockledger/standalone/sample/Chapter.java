package stockledger.standalone.sample;

import java.util.List;

/**
 * A part of the shop's story.
 *
 * @param title for the log
 * @param errands each a row of commands to be sent one after the other; errands of a chapter do not wait for each other
 */
record Chapter(String title, List<List<Step>> errands) {}
