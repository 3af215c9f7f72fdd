package stockledger.events;

/**
 * Whether this process has found that its event store lacks events that it has seen: it was restored to an earlier point, or replaced.
 * Nothing may be appended until an operator has restored or accepted it. Readers find out; a process that only writes does not know.
 */
@FunctionalInterface
public interface EventStoreMismatch {

    /** Whether it has found that. */
    boolean isKnown();
}
