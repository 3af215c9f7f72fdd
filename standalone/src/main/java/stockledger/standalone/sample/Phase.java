package stockledger.standalone.sample;

import java.util.List;

/**
 * A part of the scenario.
 *
 * @param title for the log
 * @param tasks each a sequence of commands; the tasks of a phase are independent of each other
 */
record Phase(String title, List<List<Command>> tasks) {}
