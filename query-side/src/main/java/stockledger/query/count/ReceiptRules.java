package stockledger.query.count;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stockledger.query.count.Cause.Correction;
import stockledger.query.count.Cause.Kind;
import stockledger.query.count.CountedStock.Arrival;
import stockledger.query.count.CountedStock.Booking;
import stockledger.query.count.CountedStock.OpenDelivery;
import stockledger.query.count.CountedStock.OpenTransfer;

/** Finds receipts that are late, missing or doubled. docs/operations.md lists the scores. */
final class ReceiptRules {

    private static final double SAME_REFERENCE = 0.95;
    private static final double BOOKED_AFTER = 0.9;
    private static final double RETURNED_AFTER = 0.6;
    private static final double DUE = 0.85;
    private static final double PART = 0.5;
    private static final double SENT_HERE = 0.85;
    private static final double SENT_FROM_HERE = 0.5;
    private static final double SOON = 0.6;
    private static final double NOT_DUE = 0.4;
    private static final double NO_REFERENCE_SOON_AFTER = 0.6;
    private static final double SOON_AFTER = 0.45;
    private static final double SAME_DAY = 0.35;

    /** Bookings that follow each other so fast may be one delivery. */
    private static final Duration SHORT = Duration.ofHours(1);

    private static final Duration DAY = Duration.ofDays(1);
    private static final int SOON_DAYS = 2;

    /** An evidence that a later count may have corrected already is weaker. */
    private static final double BEFORE_LAST_COUNT = 0.7;

    private final CountedStock stock;
    private final Fit fit;
    private final List<Cause> found = new ArrayList<>();

    private ReceiptRules(CountedStock stock, Fit fit) {
        this.stock = stock;
        this.fit = fit;
    }

    static List<Cause> causes(CountedStock stock, Fit fit) {
        ReceiptRules rules = new ReceiptRules(stock, fit);
        if (stock.difference() > 0) {
            stock.lateBookings().forEach(rules::bookedLater);
            stock.deliveries().forEach(rules::notReceived);
            stock.transfers().forEach(rules::underWay);
        } else {
            rules.doubled();
        }
        return rules.found;
    }

    private void bookedLater(Booking booking) {
        Duration late = Duration.between(stock.countedAt(), booking.event().at());
        double score = fit.of(booking.units()) * (booking.arrival() == Arrival.RETURN ? RETURNED_AFTER : BOOKED_AFTER);
        if (late.compareTo(DAY) > 0) {
            score *= late.compareTo(DAY.multipliedBy(3)) > 0 ? 0.6 : 0.8;
        }
        Kind kind = booking.arrival() == Arrival.TRANSFER ? Kind.UNRECEIVED_TRANSFER : Kind.LATE_RECEIPT;
        String what = switch (booking.arrival()) {
            case RECEIPT -> "A receipt of " + units(booking.units()) + named(booking.reference());
            case TRANSFER -> "The arrival of " + units(booking.units()) + " by transfer " + booking.reference();
            case RETURN -> "A return of " + units(booking.units()) + named(booking.reference());
        };
        add(
                kind,
                booking.units(),
                score,
                what + " was recorded " + text(late)
                        + " after the count. If the units were there before, the events are right"
                        + " by now, and nothing is to be booked.",
                List.of(booking.event()),
                // A count of now that nobody made would undo what is booked meanwhile.
                List.of());
    }

    private void notReceived(OpenDelivery delivery) {
        LocalDate day = stock.countedAt().atZone(ZoneOffset.UTC).toLocalDate();
        double due;
        if (!delivery.expectedOn().isAfter(day)) {
            due = DUE;
        } else {
            due = delivery.expectedOn().isAfter(day.plusDays(SOON_DAYS)) ? NOT_DUE : SOON;
        }
        double whole = due * fit.of(delivery.units());
        double part = fit.isPartOf(delivery.units()) ? due * PART / DUE : 0;
        long units = whole < part ? stock.difference() : delivery.units();
        add(
                Kind.LATE_RECEIPT,
                units,
                Math.max(whole, part),
                "A delivery of " + units(delivery.units()) + named(delivery.reference()) + " is expected on "
                        + delivery.expectedOn() + " and not booked. " + arrived(units, delivery.units()),
                List.of(delivery.event()),
                List.of(Corrections.receive(stock, delivery, units)));
    }

    private void underWay(OpenTransfer transfer) {
        double whole = fit.of(transfer.units()) * (transfer.isInbound() ? SENT_HERE : SENT_FROM_HERE);
        double part = transfer.isInbound() && fit.isPartOf(transfer.units()) ? PART : 0;
        long units = whole < part ? stock.difference() : transfer.units();
        double score = Math.max(whole, part) * correctedBefore(transfer.event().at());
        if (transfer.isInbound()) {
            add(
                    Kind.UNRECEIVED_TRANSFER,
                    units,
                    score,
                    "Transfer " + transfer.id() + " of " + units(transfer.units()) + " from " + transfer.other()
                            + " is not received. " + arrived(units, transfer.units()),
                    List.of(transfer.event()),
                    List.of(Corrections.receiveTransfer(transfer.id(), units)));
        } else {
            add(
                    Kind.UNRECEIVED_TRANSFER,
                    units,
                    score,
                    "Transfer " + transfer.id() + " of " + units(units) + " to " + transfer.other()
                            + " is recorded as sent, and the units may still be here. The corrections end the transfer and"
                            + " book the units here again.",
                    List.of(transfer.event()),
                    List.of(
                            Corrections.endTransfer(transfer.id()),
                            Corrections.adjust(stock, stock.sku(), units, transfer.id())));
        }
    }

    private double correctedBefore(Instant at) {
        Instant lastCount = stock.lastCount();
        return lastCount != null && !at.isAfter(lastCount) ? BEFORE_LAST_COUNT : 1;
    }

    /** Two bookings of as many units: the second may be the first one again. */
    private void doubled() {
        List<Booking> receipts = stock.receipts();
        for (int i = receipts.size() - 1; i > 0; i--) {
            Booking second = receipts.get(i);
            Booking first = null;
            double best = 0;
            for (int j = i - 1; j >= 0; j--) {
                double score = sameDelivery(receipts.get(j), second);
                if (score > best) {
                    best = score;
                    first = receipts.get(j);
                }
            }
            if (first != null) {
                add(
                        Kind.DOUBLE_RECEIPT,
                        -second.units(),
                        best * fit.of(-second.units()),
                        "Two receipts of " + units(second.units()) + named(second.reference()) + " were booked "
                                + text(Duration.between(
                                        first.event().at(), second.event().at()))
                                + " apart. They may be one delivery.",
                        List.of(first.event(), second.event()),
                        List.of(Corrections.adjust(stock, stock.sku(), -second.units(), second.reference())));
            }
        }
    }

    private static double sameDelivery(Booking first, Booking second) {
        if (first.units() != second.units()
                || first.arrival() != Arrival.RECEIPT
                || second.arrival() != Arrival.RECEIPT) {
            return 0;
        }
        boolean isNamed = first.reference() != null || second.reference() != null;
        if (isNamed && Objects.equals(first.reference(), second.reference())) {
            return SAME_REFERENCE;
        }
        Duration apart = Duration.between(first.event().at(), second.event().at());
        if (apart.compareTo(SHORT) <= 0) {
            return isNamed ? SOON_AFTER : NO_REFERENCE_SOON_AFTER;
        }
        return apart.compareTo(DAY) <= 0 ? SAME_DAY : 0;
    }

    private void add(
            Kind kind,
            long units,
            double score,
            String explanation,
            List<EventRef> events,
            List<Correction> corrections) {
        found.add(new Cause(kind, units, 0, explanation, null, events, corrections).scored(score));
    }

    private static String arrived(long units, long all) {
        return units == all ? "The units may have arrived." : units(units) + " of them may have arrived.";
    }

    static String units(long units) {
        return units == 1 ? "1 unit" : units + " units";
    }

    private static String named(@Nullable String reference) {
        return reference == null ? "" : " (" + reference + ")";
    }

    static String text(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        } else if (duration.toHours() > 1) {
            return duration.toHours() + " hours";
        }
        if (duration.toMinutes() > 1) {
            return duration.toMinutes() + " minutes";
        }
        return duration.toSeconds() == 1 ? "1 second" : duration.toSeconds() + " seconds";
    }
}
