/** Command execution: partitioned by stream, group commit, retry on conflicts, snapshots, refusals. */
@NullMarked
package stockledger.command.dispatch;

import org.jspecify.annotations.NullMarked;
