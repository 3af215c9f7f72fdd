package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.BookReturn;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockRefusal.ReturnNotInRecord;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.UnitsReturned;

/** The commands by which stock follows a reservation. Each can be repeated. */
public final class StockFollowUp {

    private final Commands commands;
    private final KnownStreams streams;

    public StockFollowUp(Commands commands, KnownStreams streams) {
        this.commands = commands;
        this.streams = streams;
    }

    /** The commands that bring the stock of every line to the state of its reservation. */
    public static List<StockCommand> of(ReservationState state) {
        if (state.status() == ReservationStatus.HELD) {
            return ofReplacement(state);
        }
        Function<CartLine, StockCommand> command = commandFor(state);
        return command == null ? List.of() : state.lines().stream().map(command).toList();
    }

    private static List<StockCommand> ofReplacement(ReservationState state) {
        LineReplacement replacement = state.replacement();
        if (replacement == null) {
            return List.of();
        }
        List<StockCommand> commands = new ArrayList<>();
        replacement.removed().forEach(line -> commands.add(LineReplacement.release(state.id(), line)));
        state.lines().stream()
                .filter(line -> replacement.reduced().contains(line.sku()))
                .forEach(line -> commands.add(LineReplacement.reduce(state, line)));
        return commands;
    }

    /** The commands that release the units of a line that the reservation has not recorded. */
    public static StockCommand reduction(ReservationState state, CartLine line) {
        return LineReplacement.reduce(state, line);
    }

    private static @Nullable Function<CartLine, StockCommand> commandFor(ReservationState state) {
        return switch (state.status()) {
            case HELD -> null;
            case CONFIRMED -> line -> confirmed(state, line);
            case SHIPPED ->
                line -> new ShipUnits(line.sku(), state.id(), line.attempt(), Long.MAX_VALUE, recorded(state, line));
            case CANCELLED ->
                line -> new CancelUnits(line.sku(), state.id(), line.attempt(), line.shipped(), recorded(state, line));
            case RELEASED -> line -> release(state, line, ReleaseCause.RELEASED);
            case EXPIRED -> line -> release(state, line, ReleaseCause.EXPIRED);
            case ABANDONED -> line -> release(state, line, ReleaseCause.ABANDONED);
        };
    }

    private static StockCommand confirmed(ReservationState state, CartLine line) {
        return line.shipped() == 0
                ? new AllocateUnits(line.sku(), state.id(), line.attempt(), recorded(state, line))
                : new ShipUnits(line.sku(), state.id(), line.attempt(), line.shipped(), recorded(state, line));
    }

    private static Recorded recorded(ReservationState state, CartLine line) {
        return new Recorded(state.version(), line.allocations());
    }

    private static StockCommand release(ReservationState state, CartLine line, ReleaseCause cause) {
        return new ReleaseUnits(line.sku(), state.id(), line.attempt(), cause);
    }

    /** Sends a command to stock; true when it changed anything. */
    public Outcome<Boolean> send(StockCommand command) {
        StockCommand next = command;
        while (true) {
            try {
                return commands.send(next);
            } catch (ReturnNotInRecord mayBeBooked) {
                BookReturn refused = (BookReturn) next;
                DomainEventStream since = streams.after(refused.stream(), refused.after());
                long seen = refused.after();
                while (since.hasNext()) {
                    DomainEventMessage<?> event = since.next();
                    seen = event.getSequenceNumber();
                    if (isBookingOf(refused, event.getPayload())) {
                        return new Outcome<>(false, refused.stream(), seen);
                    }
                }
                next = new BookReturn(
                        refused.sku(),
                        refused.reservationId(),
                        refused.number(),
                        refused.returned(),
                        refused.reference(),
                        seen);
            }
        }
    }

    private static boolean isBookingOf(BookReturn command, Object event) {
        return event instanceof UnitsReturned back
                && back.reservationId().equals(command.reservationId())
                && back.number() == command.number();
    }
}
