/** Jobs: work that is accepted now and executed later, shared by the workers of all instances under leases. */
@NullMarked
package stockledger.command.job;

import org.jspecify.annotations.NullMarked;
