package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders charts as SVG. Margins follow from the longest label, so that none is cut off. */
final class Chart {

    private static final List<String> COLOURS =
            List.of("#2563eb", "#059669", "#d97706", "#dc2626", "#7c3aed", "#475569");
    private static final int WIDTH = 860;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int MARGIN = 20;
    private static final int LEGEND_KEY = 30;

    /** An upper bound for the mean width of a character at the font size of the charts. */
    private static final double CHARACTER = 7;

    private static final int TOP = 30;
    private static final int BOTTOM = 44;
    private static final int BAR = 26;
    private static final int TICKS = 5;

    private Chart() {}

    record Point(double x, double y) {}

    /** A series of points in the order of x. */
    record Line(String name, List<Point> points) {}

    /** A named interval of the x axis. */
    record Band(String name, double from, double to) {}

    record Bar(String name, double value) {}

    static String bars(String unit, List<Bar> bars) {
        double max = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        List<String> values =
                bars.stream().map(bar -> number(bar.value()) + " " + unit).toList();
        int left = width(bars.stream().map(Bar::name).toList()) + MARGIN;
        int right = width(values) + MARGIN;
        StringBuilder svg = begin(bars.size() * BAR + 8);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double length = max <= 0 ? 0 : (WIDTH - left - right) * bar.value() / max;
            int y = i * BAR + 4;
            svg.append(text(left - 8, y + 15, "end", bar.name()));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    left,
                    y,
                    Math.max(length, 1),
                    BAR - 8,
                    COLOURS.get(0)));
            svg.append(text((int) (left + length + 6), y + 15, "start", values.get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    /** The width that the longest label needs. */
    private static int width(List<String> labels) {
        return (int) Math.ceil(
                CHARACTER * labels.stream().mapToInt(String::length).max().orElse(0));
    }

    /**
     * @param log whether the y axis is logarithmic
     */
    static String lines(String xUnit, String yUnit, boolean log, List<Line> lines, List<Band> bands) {
        List<Point> all = new ArrayList<>();
        lines.forEach(line -> all.addAll(line.points()));
        if (all.isEmpty()) {
            return "<p>Nothing was measured.</p>\n";
        }
        Scale x = new Scale(
                all.stream().mapToDouble(Point::x).min().orElse(0),
                all.stream().mapToDouble(Point::x).max().orElse(1),
                LEFT,
                WIDTH
                        - MARGIN
                        - LEGEND_KEY
                        - width(lines.stream().map(Line::name).toList()),
                false);
        double lowest = all.stream().mapToDouble(Point::y).min().orElse(0);
        double highest = all.stream().mapToDouble(Point::y).max().orElse(1);
        Scale y = log
                ? new Scale(
                        tenTo(Math.floor(logOf(lowest))), tenTo(Math.ceil(logOf(highest))), HEIGHT - BOTTOM, TOP, true)
                : new Scale(0, highest, HEIGHT - BOTTOM, TOP, false);
        StringBuilder svg = begin(HEIGHT);
        for (int i = 0; i < bands.size(); i++) {
            svg.append(band(bands.get(i), x, i));
        }
        axes(svg, xUnit, yUnit, x, y);
        for (int i = 0; i < lines.size(); i++) {
            svg.append(line(lines.get(i), x, y, COLOURS.get(i % COLOURS.size()), i));
        }
        return svg.append("</svg>\n").toString();
    }

    private static StringBuilder begin(int height) {
        return new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH,
                height,
                WIDTH));
    }

    private static String band(Band band, Scale x, int number) {
        double from = Math.max(x.at(band.from()), LEFT);
        double to = Math.min(x.at(band.to()), x.to());
        if (to <= from) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>%n",
                from,
                TOP,
                to - from,
                HEIGHT - TOP - BOTTOM,
                number % 2 == 0 ? "#f1f5f9" : "#e2e8f0",
                escaped(band.name()));
    }

    private static void axes(StringBuilder svg, String xUnit, String yUnit, Scale x, Scale y) {
        for (double tick : y.ticks()) {
            double at = y.at(tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#cbd5e1\"/>%n",
                    LEFT,
                    x.to(),
                    at,
                    at));
            svg.append(text(LEFT - 6, (int) at + 4, "end", number(tick)));
        }
        for (double tick : x.ticks()) {
            svg.append(text((int) x.at(tick), HEIGHT - BOTTOM + 16, "middle", number(tick)));
        }
        svg.append(text((int) (LEFT + x.to()) / 2, HEIGHT - 8, "middle", xUnit));
        svg.append(text(LEFT - 6, TOP - 14, "end", yUnit));
    }

    private static String line(Line line, Scale x, Scale y, String colour, int number) {
        StringBuilder points = new StringBuilder();
        for (Point point : line.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(point.x()), y.at(point.y())));
        }
        return String.format(
                        Locale.ROOT,
                        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
                        colour,
                        points.toString().strip())
                + String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
                        x.to() + 14,
                        TOP + number * 20,
                        colour)
                + text((int) x.to() + LEGEND_KEY, TOP + number * 20 + 10, "start", line.name());
    }

    private static String text(int x, int y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(text));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String number(double value) {
        return value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.2f", value);
    }

    private static double logOf(double value) {
        return Math.log10(Math.max(value, 1e-3));
    }

    private static double tenTo(double power) {
        return Math.pow(10, power);
    }

    /** Maps figures to positions on an axis. */
    private record Scale(double min, double max, double from, double to, boolean log) {

        double at(double value) {
            double part = log
                    ? (logOf(value) - logOf(min)) / Math.max(logOf(max) - logOf(min), 1e-9)
                    : (value - min) / Math.max(max - min, 1e-9);
            return from + (to - from) * part;
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (log) {
                for (double tick = min; tick <= max * 1.001; tick *= 10) {
                    ticks.add(tick);
                }
            } else {
                double step = step((max - min) / TICKS);
                for (double tick = Math.ceil(min / step) * step; tick <= max + step / 1e3; tick += step) {
                    ticks.add(tick);
                }
            }
            return ticks;
        }

        /** The next of 1, 2 and 5 times a power of ten above a value. */
        private static double step(double value) {
            double power = tenTo(Math.floor(logOf(value)));
            for (int times : List.of(1, 2, 5)) {
                if (times * power >= value) {
                    return times * power;
                }
            }
            return 10 * power;
        }
    }
}
