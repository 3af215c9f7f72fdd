/** The jobs of uploads and of single commands: workers of all instances lease their partitions, execute them and report progress. */
@NullMarked
package stockledger.command.job;

import org.jspecify.annotations.NullMarked;
