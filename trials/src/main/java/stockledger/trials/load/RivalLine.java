package stockledger.trials.load;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One measure of the rival.
 *
 * @param ratio the service's speed over the rival's; 0 while that is not known
 */
record RivalLine(String what, int connections, Timing timing, double ratio) {

    /** The rival on so many rows, where it always has enough. */
    static List<RivalLine> taking(Target target, int skus, PrintWriter progress) throws SQLException {
        List<RivalLine> lines = new ArrayList<>();
        if (target.rival() != null) {
            Rival rival = new Rival(target.rival());
            rival.takeFor(target.rivalFor().dividedBy(8), Target.FEW_CONNECTIONS, skus);
            for (int connections : List.of(Target.FEW_CONNECTIONS, Target.MOST_CONNECTIONS)) {
                progress.println("the rival, " + connections + " connections");
                progress.flush();
                Timing taking = rival.takeFor(target.rivalFor(), connections, skus);
                lines.add(new RivalLine("takes a unit", connections, taking, 0));
            }
        }
        return lines;
    }

    /** The rival at the very same sale. */
    static List<RivalLine> selling(Target target, Sale sale, PrintWriter progress) throws SQLException {
        List<RivalLine> lines = new ArrayList<>();
        if (target.rival() != null) {
            for (int connections : List.of(Target.FEW_CONNECTIONS, Target.MOST_CONNECTIONS)) {
                progress.println("the rival at the same sale, " + connections + " connections");
                progress.flush();
                Timing same = new Rival(target.rival()).play(sale, connections);
                lines.add(new RivalLine("the same sale", connections, same, 0));
            }
        }
        return lines;
    }

    /** The same line beside the service's speed. */
    RivalLine beside(double servicePerSecond) {
        return new RivalLine(what, connections, timing, servicePerSecond / timing.perSecond());
    }

    String name() {
        return "rival, " + connections + " conn., " + what;
    }

    String ratioText() {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
