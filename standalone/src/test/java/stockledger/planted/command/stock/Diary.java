package stockledger.planted.command.stock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Planted: a part of an aggregate that logs. */
class Diary {
    Logger log = LoggerFactory.getLogger("diary");
}
