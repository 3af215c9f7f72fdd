/** Shadow mode: a process that folds the events of a shop into a database of its own and serves nothing. */
@NullMarked
package stockledger.query.shadow;

import org.jspecify.annotations.NullMarked;
