package stockledger.query.projection;

import java.time.Duration;

/**
 * @param checkInterval how often a process checks which epochs must run and which is served
 * @param retireDelay how long the previous epoch keeps running after a switch, so that no process serves it stopped; must
 *     exceed the check interval of every process
 */
record EpochTiming(Duration checkInterval, Duration retireDelay) {

    static final EpochTiming STANDARD = new EpochTiming(Duration.ofSeconds(1), Duration.ofSeconds(10));
}
