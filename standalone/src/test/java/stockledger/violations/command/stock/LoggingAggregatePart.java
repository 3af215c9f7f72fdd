package stockledger.violations.command.stock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Violates: aggregates use no logging. */
class LoggingAggregatePart {
    Logger log = LoggerFactory.getLogger("aggregate");
}
