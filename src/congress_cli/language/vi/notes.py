"""What is said beside a report, in Vietnamese."""

TEXTS = {
    "rules-shipped": "Lưu ý: không thấy data/rules.yaml, dùng bộ tiêu chí kèm theo chương trình.",
    "unit-meant": "Lưu ý: «{text}» được hiểu là {name} ({id}).",
    "files-left-alone": "Lưu ý: không đọc các tệp không ghi format: congress-units/1: {paths:list}",
    "waiver-ended": "Lưu ý: văn bản cho phép miễn {document} ({rule}) đã hết hiệu lực từ sau {until:span}.",
    "waiver-ends": "Lưu ý: văn bản cho phép miễn {document} ({rule}) còn hiệu lực {days:days}, đến hết {until:weekday}.",
    "waiver-ends-today": "Lưu ý: ngày xét là ngày cuối văn bản cho phép miễn {document} ({rule}) còn hiệu lực.",
    "waiver-unused": "Lưu ý: văn bản cho phép miễn {document} ({rule}) không có tác dụng với {units:list}: ở đó hiện không có gì phải miễn.",
    "waiver-names-unknown": "Lưu ý: văn bản cho phép miễn {document} nêu mã không có trong sổ hoặc bộ tiêu chí: {names:list}",
    "term-differs": "Lưu ý: sổ theo dõi ghi nhiệm kỳ {term}, văn bản ghi nhiệm kỳ {other}.",
    "no-accents": "Lưu ý: màn hình không hiện được tiếng Việt có dấu, nên in không dấu.",
    "ledger-never-verified": "Lưu ý: bảng đối chiếu chưa ghi ngày có người so lại với văn bản.",
    "ledger-stale": "Lưu ý: lần so bảng đối chiếu với văn bản gần nhất đã cách đây {days:days} (mức nhắc: {within:days}).",
    "kept": "Đã lưu báo cáo vào {path}",
    "written": "Đã ghi báo cáo vào {path}",
    "exported": "Đã ghi phiếu vào {path}: {units} đơn vị, {columns} cột. Điền xong thì xem trước bằng: congress import {path}",
    "valid": "Dữ liệu hợp lệ: {units} đơn vị, {facts} nội dung đã ghi, {rules} tiêu chí.",
    "valid-but-odd": "Dữ liệu đọc được, có {count} chỗ cần xem lại: {units} đơn vị, {facts} nội dung đã ghi, {rules} tiêu chí.",
    "begun": "Đã tạo xong. Làm tiếp: cd {folder}, rồi congress check",
}
