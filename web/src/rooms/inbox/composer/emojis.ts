const faces = '😀 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😇 🤗 🤩 🤔 😐 😌 😔 😢 😭 😮 😱 😴 😷 🤒 🥳 😎';
const hands = '👍 👎 👌 👏 🙌 🙏 🤝 👋 💪 ✌️ 🤞 👉 👈 👆 👇';
const hearts = '❤️ 🧡 💛 💚 💙 💜 🖤 💖 💐 🌹 🌸 🌟 ✨ 🔥 🎉 🎁 🎂';
const work =
  '✅ ❌ ⚠️ ❓ ❗ 💯 📦 🚚 🛵 ✈️ 🏠 🏪 🛒 🛍️ 💳 💵 🧾 📄 📎 📷 📞 📱 💬 📧 📍 🗓️ ⏰ ⏳ 🔔 🔎';
const food = '☕ 🍵 🍰 🍕 🍔 🍜 🍚 🥗 🍎 🥭 🐟 🍗';

export const emojis: readonly string[] = [faces, hands, hearts, work, food].flatMap((each) =>
  each.split(' '),
);
