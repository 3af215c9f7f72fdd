package stockledger.command.dispatch;

import java.util.Map;

/** Other nodes were faster again and again until the time to try was over. Nothing was stored. */
public final class CommandBusy extends Refusal {

    public CommandBusy() {
        super(Kind.BUSY, "busy", "Too many commands want the same stock at this moment; try again.", Map.of());
    }
}
