package stockledger.architecture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Writes pictures of pages as PNG with a palette: a third of the size, for a page has few colours. */
final class Picture {

    /** Of one byte: with fewer, a small badge would take the colour of the text around it. */
    private static final int MAX_COLOURS = 256;

    /** Colours that differ by less are one: antialiased text has very many. */
    private static final int LEAST_DISTANCE = 8;

    private Picture() {}

    static void write(byte[] png, Path file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        Map<Integer, Integer> counts = new HashMap<>();
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            counts.merge(rgb, 1, Integer::sum);
        }
        List<Integer> palette = palette(counts);
        Map<Integer, Integer> nearest = new HashMap<>();
        IndexColorModel colours = new IndexColorModel(
                8, palette.size(), palette.stream().mapToInt(Integer::intValue).toArray(), 0, false, -1, 0);
        BufferedImage indexed =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int index = nearest.computeIfAbsent(image.getRGB(x, y), rgb -> nearest(palette, rgb));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        Files.createDirectories(file.getParent());
        ImageIO.write(indexed, "png", file.toFile());
    }

    /** The most frequent colours that differ visibly. */
    private static List<Integer> palette(Map<Integer, Integer> counts) {
        List<Integer> frequent = new ArrayList<>(counts.keySet());
        frequent.sort(Comparator.comparing((Integer rgb) -> -counts.get(rgb)).thenComparing(rgb -> rgb));
        List<Integer> palette = new ArrayList<>();
        for (int rgb : frequent) {
            if (palette.size() == MAX_COLOURS) {
                break;
            }
            if (palette.stream().noneMatch(known -> distance(known, rgb) < LEAST_DISTANCE)) {
                palette.add(rgb);
            }
        }
        return palette;
    }

    private static int nearest(List<Integer> palette, int rgb) {
        int best = 0;
        for (int i = 1; i < palette.size(); i++) {
            if (distance(palette.get(i), rgb) < distance(palette.get(best), rgb)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        Color a = new Color(one);
        Color b = new Color(other);
        return Math.abs(a.getRed() - b.getRed())
                + Math.abs(a.getGreen() - b.getGreen())
                + Math.abs(a.getBlue() - b.getBlue());
    }
}
