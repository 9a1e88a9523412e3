// The emoji shortcodes that this page draws; any other stays as it was typed.

const TABLE = {
  "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", wave: "👋", clap: "👏", pray: "🙏", raised_hands: "🙌",
  muscle: "💪", handshake: "🤝", point_right: "👉", point_down: "👇", eyes: "👀", heart: "❤️", green_heart: "💚",
  smile: "😄", slightly_smiling_face: "🙂", grinning: "😀", joy: "😂", wink: "😉", thinking_face: "🤔", cry: "😢",
  tada: "🎉", sparkles: "✨", star: "⭐", trophy: "🏆", fire: "🔥", rocket: "🚀", bulb: "💡", seedling: "🌱",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", no_entry: "⛔",
  no_entry_sign: "🚫", question: "❓", exclamation: "❗", information_source: "ℹ️", sos: "🆘", rotating_light: "🚨",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢",
  large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", bell: "🔔", no_bell: "🔕", mega: "📣",
  loudspeaker: "📢", speech_balloon: "💬", email: "📧", envelope: "✉️", inbox_tray: "📥", outbox_tray: "📤",
  calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️", clock1: "🕐", clock9: "🕘", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", alarm_clock: "⏰", stopwatch: "⏱️", palm_tree: "🌴", beach_with_umbrella: "🏖️",
  sunny: "☀️", crescent_moon: "🌙", coffee: "☕", cake: "🍰", bug: "🐛", beetle: "🐞", wrench: "🔧", hammer: "🔨",
  gear: "⚙️", lock: "🔒", unlock: "🔓", key: "🔑", mag: "🔍", link: "🔗", paperclip: "📎", pushpin: "📌",
  memo: "📝", pencil: "📝", pencil2: "✏️", page_facing_up: "📄", clipboard: "📋", books: "📚", book: "📖",
  bar_chart: "📊", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", busts_in_silhouette: "👥",
  bust_in_silhouette: "👤", house: "🏠", office: "🏢", earth_africa: "🌍", globe_with_meridians: "🌐", robot_face: "🤖",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄", repeat: "🔁",
  twisted_rightwards_arrows: "🔀", double_vertical_bar: "⏸️", arrow_forward: "▶️", wastebasket: "🗑️", zzz: "💤",
};

/** The text with every known `:shortcode:` replaced. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (typed, name) => TABLE[name] ?? typed);
}
