import io.sbr.models.pipeline.SessionRecommender;
import java.nio.file.Path;
import java.util.List;

class Shop {
  public static void main(String[] args) {
    try (SessionRecommender shop = SessionRecommender.load(Path.of(args[0]), args[1], 0)) {
      shop.recommend(List.of(args[2].split(",")), 20).items().forEach(System.out::println);
    }
  }
}
