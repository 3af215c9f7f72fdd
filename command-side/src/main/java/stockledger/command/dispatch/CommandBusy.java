package stockledger.command.dispatch;

import java.util.Map;

/** The command conflicted with other processes until the retry timeout, or the queue was full. Nothing was stored. */
public final class CommandBusy extends Refusal {

    public CommandBusy() {
        super(Kind.BUSY, "busy", "Too many concurrent commands; retry later.", Map.of());
    }
}
