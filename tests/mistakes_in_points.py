"""Mistakes in the tables of points: ids, numbers, the shape of a table, and what a file is."""

from tests.mistakes import BOOK_OF_POINTS, POINTS, SCORES, TEXT_AS_DATE, WRONG_UNIT, points, whole

IN_POINTS = (
    # ids
    points("1.10 đã thành 1.1", "an-phu,1.10", "an-phu,1.1", "dòng 4, cột component (C)", "1.1 ", "nhập lại 1.10"),
    whole(
        "mã viết bằng dấu phẩy",
        POINTS,
        "Năm;Đơn vị;Mã tiêu chí;Điểm\n2022;an-phu;1,1,1;5\n",
        *("dòng 2, cột Mã tiêu chí (C)", "1,1,1", "dấu chấm: 1.1.1"),
    ),
    points(
        "mã thành ngày, tiếng Việt", "an-phu,1.1.2", "an-phu,02-Thg1", "dòng 3, cột component", "02-Thg1", TEXT_AS_DATE
    ),
    points(
        "mã thành ngày, tiếng Anh",
        "an-phu,1.1.1",
        "an-phu,1-Jan-01",
        "dòng 2, cột component",
        "1-Jan-01",
        "nhập lại 1.1.1",
    ),
    points("tên tiêu chí thay mã", "an-phu,1.1.1", "an-phu,ban hành kế hoạch", "dòng 2, cột component", "ghi mã 1.1.1"),
    points(
        "tên gần đúng thay mã", "an-phu,1.1.1", "an-phu,Ban hành kế hoach CCHC", "dòng 2", "1.1.1 (Ban hành kế hoạch)"
    ),
    points(
        "tên đơn vị thay mã", "an-phu,", "Xã An Phú,", "dòng 2, cột unit (B)", "Xã An Phú", "ghi mã an-phu", "dòng 3, 4"
    ),
    points(
        "ngoặc cong quanh mã", "an-phu,1.1.1", "an-phu,“1.1.1”", "dòng 2", "“1.1.1”", "Ghi 1.1.1, không có dấu ngoặc"
    ),
    points(
        "chữ thừa trong mã", "an-phu,1.1.1", "an-phu,Tiêu chí 1.1.1", "dòng 2", "Tiêu chí 1.1.1", "Chỉ ghi mã: 1.1.1"
    ),
    points(
        "chữ O thay số 0",
        "an-phu,1.10",
        "an-phu,1.1O",
        "dòng 4, cột component (C)",
        "1.1O",
        "Có phải là 1.10 (Công tác tuyên truyền)?",
    ),
    points("nhóm thay cho tiêu chí", "an-hoa,1.1.1", "an-hoa,1", "dòng 5", "1 là nhóm", "1.1.1, 1.1.2, 1.10"),
    whole(
        "một mã sai 104 lần",
        POINTS,
        WRONG_UNIT,
        "dòng 2, cột unit (B)",
        "an-phuu",
        "an-phu (Xã An Phú)?",
        "3, 4, 5 và 100 dòng khác",
    ),
    points(
        "hai dòng cùng mã", "an-phu,1.1.2", "an-phu,1.1.1", "dòng 3, cột component (C)", "1.1.1", "Chỉ giữ lại một dòng"
    ),
    points("dấu cách trong mã", "an-phu,1.1.1", "an-phu,1. 1.1", "dòng 2, cột component (C)", "Chỉ ghi mã: 1.1.1"),
    points("dấu chấm sau mã", "an-phu,1.1.1", "an-phu,1.1.1.", "dòng 2", "Chỉ ghi mã: 1.1.1"),
    points("dòng người ký dưới bảng", "an-hoa,1.10,0,", "an-hoa,1.10,0,\n,,,,Người lập", "dòng 8", "hoặc xóa dòng này"),
    # numbers
    points("điểm thành ngày", "1.1.2,1.5", "1.1.2,01-Thg5", "dòng 3, cột score (D)", "01-Thg5", "1.5 hoặc 5.1"),
    points("chữ số toàn giác", "1.1.1,5", "1.1.1,５", "dòng 2, cột score (D)", "“５”", "Chỉ ghi số: 5"),
    points("đơn vị tính trong ô", "1.1.1,5", "1.1.1,5 điểm", "dòng 2, cột score (D)", "“5 điểm”", "Chỉ ghi số: 5"),
    points("điểm trên điểm tối đa", "1.1.1,5", "1.1.1,5/6", "dòng 2, cột score (D)", "“5/6”", "Chỉ ghi số: 5"),
    points("quá điểm tối đa", "1.1.1,5", "1.1.1,50", "dòng 2, cột score (D)", "50", "0–6"),
    points("công thức lỗi", "1.1.1,5", "1.1.1,#REF!", "dòng 2, cột score (D)", "#REF!", "ghi giá trị"),
    points("công thức không tìm thấy gì", "1.1.1,5", "1.1.1,#N/A", "dòng 2, cột score (D)", "#N/A", "ghi giá trị"),
    points("dấu phẩy thập phân", "1.1.2,1.5", "1.1.2,1,5", "dòng 3, cột F", "6 ô", "dấu ngoặc kép"),
    points("năm hai chữ số", "2022,an-phu,1.1.1", "22,an-phu,1.1.1", "dòng 2, cột year (A)", "“22”", "2022"),
    points("năm gõ nhầm", "2022,an-phu,1.1.1", "2202,an-phu,1.1.1", "dòng 2, cột year (A)", "2202", "sửa lại năm"),
    points(
        "năm toàn giác", "2022,an-phu,1.1.1", "２０２２,an-phu,1.1.1", "dòng 2, cột year (A)", "２０２２", "bốn chữ số"
    ),
    whole(
        "mức không có trong quy tắc",
        POINTS,
        "year,unit,component,value\n2022,an-phu,1.10,co\n",
        *("dòng 2, cột value (D)", "“co”", "“có”; “không”"),
    ),
    # the shape of a table
    whole(
        "dấu ; trong ghi chú",
        POINTS,
        "year;unit;component;score;note\n2022;an-phu;1.1.1;5,5;chậm; thiếu phụ lục\n",
        *("dòng 2, cột F", "6 ô", "dấu ngoặc kép"),
    ),
    points(
        "dấu , trong ghi chú", "an-phu,1.1.1,5,", "an-phu,1.1.1,5,chậm, thiếu", "dòng 2, cột F", "6 ô", "dấu ngoặc kép"
    ),
    points("tên cột gần đúng", "score", "diem so", "dòng 1", "diem so", "Có phải là điểm?"),
    points("tên cột khác", "unit", "Tên đơn vị", "dòng 1", "Tên đơn vị", "đổi tên cột thành “đơn vị”"),
    whole(
        "hai dòng tiêu đề",
        POINTS,
        "Năm,Đơn vị,Tiêu chí,Điểm,\n,,,Tự chấm,Thẩm định\n2022,an-phu,1.1.1,5,5\n",
        *("dòng 2, cột E", "không nằm dưới tiêu đề", "gộp hai dòng thành một"),
    ),
    whole("ngăn cách bằng |", POINTS, SCORES.replace(",", "|"), "dòng 1", "year|unit", "dấu |", "dấu chấm phẩy"),
    points("dòng tổng cộng", "an-hoa,1.10", "Tổng cộng,", "dòng 7", "dòng tổng cộng", "Xóa dòng"),
    points("điểm âm, mã không có", "an-hoa,1.10,0", "an-hoa,9.9,-1", "cột score (D)", "-1", " ≥ 0."),
    points("tổng ở cột năm", "2022,an-hoa,1.10", "Tổng,an-hoa,1.10", "dòng 7, cột year (A)", "dòng tổng cộng", "Xóa"),
    whole("tệp rỗng", POINTS, "", "tệp rỗng", "year, unit, component"),
    whole(
        "ngắt dòng trong tiêu đề, lỗi ở dòng dưới",
        POINTS,
        'year,unit,component,"Điểm\nthẩm định"\n2022,an-phu,1.1.1,năm\n',
        *(":3:", "dòng 2, cột Điểm thẩm định (D)", "“năm”", "1,5"),
    ),
    # what a file is
    whole("xlsx đổi đuôi thành csv", POINTS, BOOK_OF_POINTS, POINTS, "bảng tính Excel", "CSV UTF-8"),
    whole(
        "trang web đổi đuôi thành csv", POINTS, "<html><table><tr><td>year</td></tr></table>", "trang web", "CSV UTF-8"
    ),
    whole(
        "html lưu thành xls",
        "data/units.xls",
        "<html><p>Danh sách đơn vị</p></html>",
        "trang web",
        "vào một tệp Excel",
        instead="data/units.csv",
    ),
    whole("UTF-16", POINTS, SCORES.encode("utf-16"), "UTF-16", "Save As"),
    whole(
        "bảng mã Windows",
        POINTS,
        SCORES.replace("1.5,", "1.5,Chưa lưu").encode("cp1258"),
        *("dòng 3", "không phải văn bản UTF-8", "CSV UTF-8"),
    ),
    whole("đuôi .csv.txt", f"{POINTS}.txt", SCORES, "không được đọc", "thành scores-2022.csv", instead=POINTS),
)
