package stockledger.planted.command.stock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Planted: what an aggregate is made of writes a log. */
class Diary {
    Logger log = LoggerFactory.getLogger("diary");
}
